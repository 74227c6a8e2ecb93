import { type ComposeStep, composeSteps, composeStepTitles } from '../contract/compose.ts'
import type { Parsed } from '../contract/endpoints.ts'
import type { NetworkInterface } from '../contract/machine.ts'
import { apiRoot } from '../contract/root.ts'
import {
  type ComposeWish,
  type PluggedInterface,
  readCompose,
} from '../contract/rules/read-compose.ts'
import { type MachineSize, numbersOf, shortageOf } from '../contract/rules/room.ts'
import { placeDisks } from '../contract/rules/storage-room.ts'
import { withVirtual } from '../contract/rules/tags.ts'
import type { Db, MachineRow, PodRow } from './db.ts'
import { checkHostname, newHostname } from './hostname.ts'
import { podOut } from './out.ts'
import { fieldErrors, invalidChoice, Refusal } from './refusal.ts'
import { macAddress, systemId, uuid } from './stable.ts'

type Input = Omit<Parsed<'podCompose'>, 'id'>

const stepMs = 200

/** Refuses what the server refuses. The machine is Commissioning while its host makes it, then Ready. */
export async function compose(db: Db, pod: PodRow, input: Input) {
  const row = newMachine(db, pod, input)
  // Reserved at once: two at the same time cannot both have the last core.
  db.machines.push(row)
  tell(db, 'created', row)
  try {
    await work(db, pod, row)
  } catch (error) {
    db.machines = db.machines.filter((each) => each !== row)
    tell(db, 'deleted', row)
    throw error
  }
  row.status = 4
  tell(db, 'updated', row)
  return { system_id: row.system_id, resource_uri: `${apiRoot}machines/${row.system_id}/` }
}

/** The steps on the host. Failures are inputs: the hostname `fails-at-define` fails at that step. */
async function work(db: Db, pod: PodRow, { hostname }: MachineRow) {
  for (const step of composeSteps) {
    await db.pause(stepMs)
    const { problem } = pod.connection
    if (step === 'connect' && pod.connection.state !== 'connected' && problem) {
      const { code, message, fix } = problem
      throw new Refusal({ code, message, step, ...(fix && { fix }) })
    }
    if (hostname === `fails-at-${step}`) throw failed(pod, step)
  }
}

const failed = ({ name }: PodRow, step: ComposeStep) =>
  new Refusal({
    code: 'libvirt_refused',
    message: `libvirt on ${name} refused: internal error at “${composeStepTitles[step]}”. What was made before it was removed again.`,
    fix: { text: 'Look into the host’s log.', command: 'sudo journalctl -u libvirtd -n 50' },
    step,
  })

function newMachine(db: Db, pod: PodRow, input: Input): MachineRow {
  const hostname =
    input.hostname === undefined ? newHostname(db) : checkHostname(db, input.hostname)
  const { id: zone_id } = chosen(db.zones, 'zone', input.zone ?? pod.zone_id)
  const { id: pool_id } = chosen(db.resourcePools, 'pool', input.pool ?? pod.pool_id)
  const { size, architecture, interfaces } = wishOf(pod, input)
  const key = `${pod.id}/${hostname}/${db.now()}`
  return {
    system_id: systemId(key),
    hostname,
    pod_id: pod.id,
    zone_id,
    pool_id,
    status: input.skip_commissioning === true ? 4 : 1,
    domain_state: 'shutoff',
    domain_uuid: uuid(key),
    creation: 'manual',
    owner: '',
    tags: withVirtual(pod.tags),
    architecture,
    cpu_count: size.cores,
    memory: size.memoryMiB,
    disks: disksOf(db, pod, hostname, size),
    thin: true,
    interfaces: interfaces.map((plugged, index) => plug(plugged, index, key)),
    ip_addresses: [],
    osystem: '',
    distro_series: '',
  }
}

function chosen<T extends { id: number }>(groups: readonly T[], field: string, id: number): T {
  const group = groups.find((each) => each.id === id)
  if (!group) throw fieldErrors({ [field]: [invalidChoice] })
  return group
}

function wishOf({ host, default_macvlan_mode }: PodRow, input: Input): ComposeWish {
  const wish = readCompose(input, {
    cores: host.cores,
    architectures: [host.architecture],
    cpu_speed: host.cpuSpeedMHz,
    networks: host.networks,
    default_macvlan_mode,
  })
  if (!wish.ok) throw fieldErrors(wish.fieldErrors)
  return wish.value
}

function disksOf(db: Db, pod: PodRow, hostname: string, size: MachineSize): MachineRow['disks'] {
  const numbers = numbersOf(podOut(pod, db))
  const shortage = shortageOf(numbers, size)
  if (shortage?.bound === 'host' && shortage.field) {
    throw fieldErrors({ [shortage.field]: [shortage.message] })
  }
  const placement = placeDisks(size.disks, numbers.pools)
  if (shortage || !placement.ok) {
    throw new Refusal({ code: 'no_room', message: shortage?.message ?? 'No room.' })
  }
  return placement.disks.map(({ bytes, pool }, index) => ({
    name: `vd${String.fromCodePoint(97 + index)}`,
    size: bytes,
    source: `/var/lib/libvirt/${pool.name}/${hostname}-${index}.qcow2`,
    storage_pool: pool.id,
    bus: 'virtio',
  }))
}

const plug = ({ mac, to }: PluggedInterface, index: number, key: string): NetworkInterface => ({
  name: `eth${index}`,
  mac_address: mac ?? macAddress(`${key}/${index}`),
  type: to.kind === 'macvtap' ? 'direct' : to.kind,
  source: to.name,
  model: 'virtio',
})

const tell = (db: Db, action: 'created' | 'updated' | 'deleted', row: MachineRow) =>
  db.feed.publish({
    event: 'change',
    data: { topic: 'machine', action, key: row.system_id, pod_id: row.pod_id },
  })
