/** The one transaction in which a machine is checked against its pod and takes its place there. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Parsed } from '../../contract/endpoints.ts'
import type { MachineStatus } from '../../contract/machine.ts'
import { type ComposeWish, readCompose } from '../../contract/rules/read-compose.ts'
import { type Shortage, shortageOf } from '../../contract/rules/room.ts'
import { needsOf, placeDisks, type PlacedDisk } from '../../contract/rules/storage-room.ts'
import { withVirtual } from '../../contract/rules/tags.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import { hostnameOf, systemId, twoWords } from '../fleet/names.ts'
import { draw } from '../fleet/sync-machines.ts'
import type { MachinePlan } from '../hypervisor/compose/port.ts'
import type { NewMachine } from '../store/machines.ts'
import type { StoredPod } from '../store/pods.ts'
import type { Transaction } from '../store/store.ts'
import { hostAway } from './host-problem.ts'
import { readNumbers } from './pod-numbers.ts'

export type ComposeInput = Parsed<'podCompose'>

/** What a machine is made as; of one that is made for whoever allocates it, dynamic. */
export type Creation = 'manual' | 'dynamic'

export type Reserved = { machine: NewMachine; plan: MachinePlan; pod: StoredPod }

const commissioning: MachineStatus = 1
const ready: MachineStatus = 4

/**
 * Reads what is asked for, finds out whether there is room, and takes it. Two at once cannot both take the last of it,
 * because transactions wait for each other.
 *
 * @throws AppError: `not_found`, `invalid_input`, `no_room`
 */
export async function reserve(
  tx: Transaction,
  input: ComposeInput,
  creation: Creation,
  at: string,
): Promise<Reserved> {
  const pod = await tx.pods.byId(input.id)
  if (!pod) throw notFound()
  if (!pod.facts) throw await hostAway(tx, pod.id)
  const wish = readWish(input, pod)
  const placement = await readGroups(tx, input, pod)
  const hostname = await readHostname(tx, input.hostname)
  const numbers = await readNumbers(tx, pod)
  const shortage = shortageOf(numbers, wish.size)
  if (shortage) throw refusalOf(shortage)
  const disks = placeDisks(wish.size.disks, numbers.pools)
  if (!disks.ok) throw new AppError('no_room', disks.message)

  const [system_id = ''] = await draw(
    1,
    systemId,
    (some) => tx.machines.takenSystemIds(some),
    new Set(),
  )
  const plan = await planOf(tx, pod, wish, hostname, disks.disks)
  const machine: NewMachine = {
    ...placement,
    system_id,
    pod_id: pod.id,
    domain_uuid: plan.uuid,
    domain_name: hostname,
    hostname,
    status: input.skip_commissioning === true ? ready : commissioning,
    creation,
    owner_id: null,
    locked: false,
    tags: withVirtual(pod.tags),
    owner_data: {},
    architecture: wish.architecture,
    cpu_count: plan.cores,
    memory_mib: plan.memoryMiB,
    domain_state: 'shutoff',
    disks: plan.disks.map(({ name, bytes, pool }) => ({
      name,
      size: bytes,
      source: null,
      storage_pool: pool,
      bus: 'virtio',
    })),
    interfaces: plan.interfaces.map(({ mac, to }, index) => ({
      name: `eth${index}`,
      mac_address: mac,
      type: to.kind === 'macvtap' ? 'direct' : to.kind,
      source: to.name,
      model: 'virtio',
    })),
    storage_bytes: plan.disks.reduce((sum, { bytes }) => sum + bytes, 0),
  }
  await tx.machines.create([machine])
  await tx.reservations.create({
    system_id,
    pod_id: pod.id,
    domain_uuid: plan.uuid,
    state: 'composing',
    volumes: plan.disks.map(({ pool, volume }) => ({ pool, volume })),
    promised: Object.fromEntries(needsOf(disks.disks)),
    started_at: at,
  })
  return { machine, plan, pod }
}

function readWish(input: ComposeInput, { facts, default_macvlan_mode }: StoredPod): ComposeWish {
  const read = readCompose(input, {
    cores: facts?.cores ?? 0,
    architectures: facts?.architecture ? [facts.architecture] : [],
    cpu_speed: facts?.cpuSpeedMHz ?? null,
    networks: facts?.networks ?? [],
    default_macvlan_mode,
  })
  if (read.ok) return read.value
  const { fieldErrors } = read
  throw new AppError('invalid_input', Object.values(fieldErrors).flat().join(' '), { fieldErrors })
}

const noSuchChoice = 'Select a valid choice. That choice is not one of the available choices.'

/** By id here, where everything else takes names: MAAS has it so. */
async function readGroups(tx: Transaction, { zone, pool }: ComposeInput, pod: StoredPod) {
  const [zones, pools] = await Promise.all([tx.zones.list(), tx.resourcePools.list()])
  const has = (groups: readonly { id: number }[], id: number) => groups.some((g) => g.id === id)
  if (zone !== undefined && !has(zones, zone)) throw fieldError('zone', noSuchChoice)
  if (pool !== undefined && !has(pools, pool)) throw fieldError('pool', noSuchChoice)
  return { zone_id: zone ?? pod.zone_id, pool_id: pool ?? pod.pool_id }
}

/** Larger than the host is a mistake in the request; anything else may pass. */
const refusalOf = ({ bound, message, text, field }: Shortage) =>
  bound === 'host' && field
    ? new AppError('invalid_input', message, { fieldErrors: { [field]: [text] } })
    : new AppError('no_room', message, { text })

async function readHostname(tx: Transaction, wanted: string | undefined): Promise<string> {
  if (wanted === undefined) {
    const taken = (some: readonly string[]) => tx.machines.takenHostnames(some)
    const [name = ''] = await draw(1, twoWords, taken, new Set())
    return name
  }
  const hostname = wanted.toLowerCase()
  if (hostnameOf(hostname) !== hostname) {
    const words = 'Enter a hostname: letters, digits and dashes, none of these at an end.'
    throw fieldError('hostname', words)
  }
  if ((await tx.machines.takenHostnames([hostname])).size > 0) {
    throw fieldError('hostname', `Node with hostname "${hostname}" already exists`)
  }
  return hostname
}

async function planOf(
  tx: Transaction,
  { facts }: StoredPod,
  wish: ComposeWish,
  name: string,
  disks: readonly PlacedDisk[],
): Promise<MachinePlan> {
  const uuid = randomUUID()
  const interfaces: MachinePlan['interfaces'][number][] = []
  for (const { mac, to } of wish.interfaces) interfaces.push({ mac: await freeMac(tx, mac), to })
  return {
    uuid,
    name,
    cores: wish.size.cores,
    memoryMiB: wish.size.memoryMiB,
    architecture: wish.architecture,
    kvm: facts?.kvm ?? false,
    firmware: wish.firmware,
    hugepages: wish.hugepages,
    pinnedCores: wish.pinnedCores,
    disks: disks.map(({ bytes, pool }, index) => {
      const device = `vd${String.fromCodePoint(0x61 + index)}`
      // Readable on the host; with part of the UUID, no name of a machine before or after it.
      return { name: device, pool: pool.id, volume: `${name}-${uuid.slice(0, 8)}-${device}`, bytes }
    }),
    interfaces,
  }
}

/** QEMU's own prefix. @throws AppError where the one that is asked for is taken */
async function freeMac(tx: Transaction, wanted: string | null): Promise<string> {
  for (;;) {
    const made = [...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'))
    const mac = wanted ?? `52:54:00:${made.join(':')}`
    const [other] = await tx.machines.list({ macAddresses: [mac], limit: 1 })
    if (!other) return mac
    if (wanted !== null) {
      throw fieldError('interfaces', `The MAC address ${mac} is that of ${other.hostname}.`)
    }
  }
}
