import { apiRoot } from '../contract/root.ts'
import type { Network, NetworkCreate } from '../contract/network.ts'
import { formatIpv4, netmask, parseBlock } from '../contract/rules/ipv4.ts'
import {
  isPluggedInto,
  networkProblems,
  whyNotDeleteNetwork,
  whyNotStartNetwork,
  whyNotStopNetwork,
} from '../contract/rules/networks.ts'
import { type Db, type Host, iso, type MachineRow, type PodRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { refuseWhen, requireAwake, requirePod, tellPod } from './host-change.ts'
import { fieldErrors, notFound, Refusal } from './refusal.ts'
import { uuid } from './stable.ts'

type NetworkRow = Host['networks'][number]

export const networkHandlers: HandlersOf<'network'> = {
  networkList: ({ id }, db) => {
    const row = requirePod(db, id)
    return row.host.networks
      .map((network) => networkOut(db, row, network))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  },
  networkRead: ({ id, network: wanted }, db) => {
    const { row, network } = find(db, id, wanted)
    return networkOut(db, row, network)
  },
  networkLeases: ({ id, network: wanted }, db) => {
    const { row, network } = find(db, id, wanted)
    requireAwake(row)
    if (!network.dhcp) return []
    return usersOf(db, row, network)
      .filter(({ ip_addresses }) => ip_addresses.length > 0)
      .map((machine) => ({
        mac_address: machine.interfaces[0]?.mac_address ?? '',
        ip: machine.ip_addresses[0] ?? '',
        hostname: machine.hostname,
        expires: iso(db.now() + 40 * 60_000),
        machine: link(machine),
      }))
  },
  networkPlan: ({ id, ...input }, db) => {
    check(requirePod(db, id), input)
    return { xml: xmlOf(input) }
  },

  async networkCreate({ id, ...input }, db) {
    const row = requirePod(db, id)
    check(row, input)
    await act(db, row)
    // One block is taken by an interface of every mocked host.
    if (input.address?.startsWith('10.9.') === true) {
      const message = 'These addresses are already in use by interface eno1 of the host.'
      const fix = {
        text: 'Choose a block that no interface of the host has.',
        command: 'ip -brief address',
      }
      const field_errors = { address: [message] }
      throw new Refusal({ code: 'libvirt_refused', message, fix, field_errors })
    }
    const network = made(row, input)
    row.host.networks = [...row.host.networks, network]
    tellPod(db, row)
    return networkOut(db, row, network)
  },

  async networkUpdate({ id, network: wanted, autostart }, db) {
    const { row, network } = find(db, id, wanted)
    await act(db, row)
    return change(db, row, network, autostart === undefined ? {} : { autostart })
  },
  async networkStart({ id, network: wanted }, db) {
    const { row, network } = find(db, id, wanted)
    await act(db, row)
    refuseWhen(whyNotStartNetwork(network))
    return change(db, row, network, { active: true })
  },
  async networkStop({ id, network: wanted }, db) {
    const { row, network } = find(db, id, wanted)
    await act(db, row)
    refuseWhen(whyNotStopNetwork(network, usersOf(db, row, network).filter(runs)))
    return change(db, row, network, { active: false })
  },
  async networkDelete({ id, network: wanted }, db) {
    const { row, network } = find(db, id, wanted)
    await act(db, row)
    refuseWhen(whyNotDeleteNetwork(network, usersOf(db, row, network)))
    row.host.networks = row.host.networks.filter((each) => each !== network)
    tellPod(db, row)
  },
}

const act = async (db: Db, row: PodRow) => {
  requireAwake(row)
  await db.pause(300)
}

/** Hosts of a seed share their rows, so a change makes a new one. */
function change(db: Db, row: PodRow, network: NetworkRow, patch: Partial<NetworkRow>) {
  const changed = { ...network, ...patch }
  row.host.networks = row.host.networks.map((each) => (each === network ? changed : each))
  tellPod(db, row)
  return networkOut(db, row, changed)
}

function find(db: Db, id: number, wanted: string) {
  const row = requirePod(db, id)
  const network = row.host.networks.find((each) => each.id === wanted || each.name === wanted)
  if (!network) throw notFound()
  return { row, network }
}

const runs = ({ domain_state }: MachineRow) => !['shutoff', 'crashed'].includes(domain_state)
const link = ({ system_id, hostname }: MachineRow) => ({ system_id, hostname })

const usersOf = (db: Db, row: PodRow, network: NetworkRow) =>
  db.machines
    .filter(
      ({ pod_id, interfaces }) =>
        pod_id === row.id && interfaces.some((nic) => isPluggedInto(network, nic)),
    )
    .toSorted((a, b) => (a.hostname < b.hostname ? -1 : 1))

function networkOut(db: Db, row: PodRow, network: NetworkRow): Network {
  const users = usersOf(db, row, network)
  return {
    ...network,
    resource_uri: `${apiRoot}podyard/pods/${row.id}/networks/${network.id}/`,
    machines: users.map(link),
    running_machines: users.filter(runs).map(link),
  }
}

function check({ host }: PodRow, input: NetworkCreate) {
  const problems = Object.entries(networkProblems(input, host.networks))
  if (problems.length === 0) return
  throw fieldErrors(Object.fromEntries(problems.map(([field, message]) => [field, [message]])))
}

function made({ host }: PodRow, input: NetworkCreate): NetworkRow {
  const { name, mode, address, domain, dhcp_start, dhcp_end } = input
  const block = parseBlock(address ?? '')
  const dhcp =
    dhcp_start === undefined || dhcp_end === undefined ? [] : [{ start: dhcp_start, end: dhcp_end }]
  return {
    id: uuid(`${host.hostname}/network/${name}`),
    name,
    active: true,
    forward: mode,
    bridge: input.bridge ?? `virbr${host.networks.length}`,
    dhcp: dhcp.length > 0,
    autostart: input.autostart ?? true,
    domain: domain === undefined || domain === '' ? null : domain,
    addresses: block ? [{ address: formatIpv4(block.address), prefix: block.prefix, dhcp }] : [],
  }
}

function xmlOf(input: NetworkCreate): string {
  const { name, mode, address, bridge, dhcp_start, dhcp_end, dns, domain } = input
  const block = parseBlock(address ?? '')
  const own = block
    ? [
        ...(dns === true ? [] : [`<dns enable='no'/>`]),
        `<bridge${bridge === undefined ? '' : ` name='${bridge}'`} stp='off' delay='0'/>`,
        ...(domain === undefined || domain === '' ? [] : [`<domain name='${domain}'/>`]),
        `<ip address='${formatIpv4(block.address)}' netmask='${netmask(block.prefix)}'${
          dhcp_start === undefined
            ? '/>'
            : `><dhcp><range start='${dhcp_start}' end='${dhcp_end}'/></dhcp></ip>`
        }`,
      ]
    : [`<bridge name='${bridge}'/>`]
  const forward =
    mode === 'nat'
      ? `<forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>`
      : `<forward mode='${mode}'/>`
  return [
    '<network>',
    `  <name>${name}</name>`,
    ...[forward, ...own].map((part) => `  ${part}`),
    '</network>',
  ].join('\n')
}
