/** Changes to the networks of a pod: on its host first, then in the store, which tells everyone. */
import type { Parsed } from '../../contract/endpoints.ts'
import type { NetworkCreate, NetworkLease } from '../../contract/network.ts'
import {
  networkProblems,
  whyNotDeleteNetwork,
  whyNotStartNetwork,
  whyNotStopNetwork,
} from '../../contract/rules/networks.ts'
import { AppError, notFound } from '../errors.ts'
import type { NetworkFacts } from '../facts.ts'
import type { Call } from '../handlers.ts'
import { networkXml } from '../hypervisor/networks/network-xml.ts'
import type { NetworkHost, NewNetwork } from '../hypervisor/networks/port.ts'
import type { StoredPod } from '../store/pods.ts'
import type { Store, Transaction } from '../store/store.ts'
import { tellHostProblems } from './host-problem.ts'
import { indexMachines, usersOfNetwork } from './host-users.ts'
import type { PodServices } from './pod-services.ts'
import { requirePod } from './pod-storage.ts'

export type NetworkServices = Pick<PodServices, 'store' | 'fleet'>

/** By UUID or name. @throws AppError `not_found` */
export async function readNetwork({ pods }: Pick<Store, 'pods'>, podId: number, wanted: string) {
  const pod = await requirePod({ pods }, podId)
  const networks = pod.facts?.networks ?? []
  const network =
    networks.find(({ uuid }) => uuid === wanted.toLowerCase()) ??
    networks.find(({ name }) => name === wanted)
  if (!network) throw notFound()
  return { pod, network }
}

/** @throws AppError: `not_found`, or what is wrong with a field */
export async function planNetwork(
  { store }: NetworkServices,
  { id, ...input }: Parsed<'networkPlan'>,
): Promise<{ xml: string }> {
  return { xml: networkXml(newNetwork(await requirePod(store, id), input)) }
}

/**
 * Makes a network and starts it; nothing is left of one that cannot be started.
 *
 * @throws AppError: `not_found`, what is wrong with a field, or why the host would not
 */
export async function createNetwork(
  { store, fleet }: NetworkServices,
  { id, ...input }: Parsed<'networkCreate'>,
  call: Call,
): Promise<void> {
  const pod = await requirePod(store, id)
  const wanted = newNetwork(pod, input)
  await tellHostProblems(call.signal, () =>
    fleet.change(id, 'networks', ({ networks }) => networks.create(wanted)),
  )
  await store.transaction((tx) => audit(tx, call, 'create', pod, wanted.name, input))
}

function newNetwork({ facts }: StoredPod, input: NetworkCreate): NewNetwork {
  const fieldErrors = Object.fromEntries(
    Object.entries(networkProblems(input, facts?.networks ?? [])).map(([field, message]) => [
      field,
      [message],
    ]),
  )
  const [first] = Object.values(fieldErrors).flat()
  if (first !== undefined) throw new AppError('invalid_input', first, { fieldErrors })
  const { name, mode, bridge, address = '', autostart = true, dhcp_start, dhcp_end } = input
  if (mode === 'bridge') return { name, mode, bridge: bridge ?? '', autostart }
  return {
    name,
    mode,
    address,
    bridge,
    autostart,
    dhcp:
      dhcp_start === undefined || dhcp_end === undefined
        ? undefined
        : { start: dhcp_start, end: dhcp_end },
    dns: input.dns ?? false,
    domain: input.domain === '' ? undefined : input.domain,
  }
}

type Action = 'start' | 'stop' | 'delete'

/**
 * Starts, stops or deletes a network, unless machines would be cut off.
 *
 * @throws AppError: `not_found`, `conflict` with who uses it, or why the host would not
 */
export async function actOnNetwork(
  { store, fleet }: NetworkServices,
  action: Action,
  { id, network: wanted }: Parsed<'networkStart'>,
  call: Call,
): Promise<void> {
  const { pod, network } = await readNetwork(store, id, wanted)
  await tellHostProblems(call.signal, () =>
    fleet.change(
      id,
      'networks',
      async ({ networks }) => {
        const reason = await whyNot(store, networks, action, id, network)
        if (reason !== undefined) throw new AppError('conflict', reason)
        await networks[action === 'delete' ? 'remove' : action](network.uuid)
      },
      { readFirst: action !== 'start' },
    ),
  )
  await store.transaction((tx) => audit(tx, call, action, pod, network.name))
}

/** By what the host itself says of its domains, as far as machines would be cut off. */
async function whyNot(
  store: Store,
  host: NetworkHost,
  action: Action,
  podId: number,
  { uuid }: NetworkFacts,
): Promise<string | undefined> {
  const { network } = await readNetwork(store, podId, uuid)
  if (action === 'start') return whyNotStartNetwork(network)
  const index = indexMachines(await store.machines.ofPod(podId))
  const users = usersOfNetwork(index, network, await host.users(network))
  return action === 'stop'
    ? whyNotStopNetwork(network, users.running_machines)
    : whyNotDeleteNetwork(network, users.machines)
}

/** @throws AppError: `not_found`, or why the host would not */
export async function updateNetwork(
  { store, fleet }: NetworkServices,
  { id, network: wanted, autostart }: Parsed<'networkUpdate'>,
  call: Call,
): Promise<void> {
  const { pod, network } = await readNetwork(store, id, wanted)
  if (autostart === undefined) return
  await tellHostProblems(call.signal, () =>
    fleet.change(id, 'networks', ({ networks }) => networks.setAutostart(network.uuid, autostart)),
  )
  await store.transaction((tx) => audit(tx, call, 'update', pod, network.name, { autostart }))
}

/** @throws AppError: `not_found`, or why the host cannot tell */
export async function readLeases(
  { store, fleet }: NetworkServices,
  { id, network: wanted }: Parsed<'networkLeases'>,
  { signal }: Pick<Call, 'signal'>,
): Promise<NetworkLease[]> {
  const { network } = await readNetwork(store, id, wanted)
  const leases = await tellHostProblems(signal, () =>
    fleet.ask(id, ({ networks }) => networks.leases(network.uuid)),
  )
  const machines = await store.machines.ofPod(id)
  return leases.map(({ mac, ip, hostname, expires }) => {
    const owner = machines.find(({ interfaces }) =>
      interfaces.some(({ mac_address }) => mac_address === mac),
    )
    return {
      mac_address: mac,
      ip,
      hostname,
      expires: expires === null ? null : new Date(expires * 1000).toISOString(),
      machine: owner ? { system_id: owner.system_id, hostname: owner.hostname } : null,
    }
  })
}

const audit = (
  tx: Transaction,
  call: Call,
  action: 'create' | 'update' | Action,
  pod: StoredPod,
  name: string,
  detail: Record<string, unknown> = {},
): Promise<void> =>
  tx.audit.add({
    username: call.user.username,
    action: `network.${action}`,
    subject: `pod ${pod.name}, network ${name}`,
    source_ip: call.ip,
    detail,
  })
