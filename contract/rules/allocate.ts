/** Which machine meets what a request to allocate asks for. Used by the BFF and the mocks alike. */
import type { BlockDevice, Machine, NetworkInterface } from '../machine.ts'
import type { Parsed } from '../endpoints.ts'
import {
  type DiskRequest,
  type InterfaceRequest,
  parseInterfaces,
  parseStorage,
} from './constraints.ts'

type Input = Parsed<'machineAllocate'>

/** What is asked for, once it was read. */
export type Wish = Input & {
  disks: readonly DiskRequest[]
  nics: readonly InterfaceRequest[]
}

export type Candidate = Pick<
  Machine,
  'system_id' | 'hostname' | 'fqdn' | 'locked' | 'owner' | 'architecture' | 'cpu_count' | 'status'
> &
  Pick<Machine['podyard'], 'creation' | 'domain_state'> & {
    /** MiB */
    memory: number
    tags: readonly string[]
    /** By their names, as those of the pod. */
    zone: string
    pool: string
    pod: { name: string; type: string }
    disks: readonly BlockDevice[]
    /** Names of the storage pools of its host, by UUID. */
    storagePools: ReadonlyMap<string, string>
    interfaces: readonly NetworkInterface[]
  }

/** A pod on which a machine may be composed for the request. */
export type AllocatePod = {
  name: string
  type: string
  zone: string
  pool: string
  tags: readonly string[]
  architecture: string
}

/** Podyard knows no networks beyond those of the hosts. */
const unknownHere = ['subnets', 'fabrics', 'fabric_classes'] as const

/** By field, what cannot be read; the rest of the request is fine. */
export function readWish(
  input: Input,
): { ok: true; value: Wish } | { ok: false; fieldErrors: Record<string, string[]> } {
  const disks = input.storage === undefined ? none : parseStorage(input.storage)
  const nics = input.interfaces === undefined ? none : parseInterfaces(input.interfaces)
  const fieldErrors = {
    ...(!disks.ok && { storage: [disks.message] }),
    ...(!nics.ok && { interfaces: [nics.message] }),
    ...Object.fromEntries(
      unknownHere.flatMap((field) =>
        input[field] ? [[field, [`Podyard knows no ${field.replace('_', ' ')}.`]]] : [],
      ),
    ),
  }
  if (!disks.ok || !nics.ok || Object.keys(fieldErrors).length > 0) {
    return { ok: false, fieldErrors }
  }
  return { ok: true, value: { ...input, disks: disks.value, nics: nics.value } }
}

const none = { ok: true, value: [] } as const

/** Names given as a list, or with commas. */
export const namesIn = (given: readonly string[] | undefined): string[] =>
  (given ?? []).flatMap((each) => each.split(',').map((name) => name.trim())).filter(Boolean)

/** Whether one machine is asked for by its name or id: no other may take its place. */
export const isNamed = ({ name, system_id }: Input) => name !== undefined || system_id !== undefined

/** Whether it is to be had, and meets everything that is asked for. */
export const meets = (machine: Candidate, wish: Wish): boolean =>
  isFree(machine, wish) &&
  (wish.system_id ?? machine.system_id) === machine.system_id &&
  (wish.name === undefined || wish.name === machine.hostname || wish.name === machine.fqdn) &&
  (wish.cpu_count ?? 0) <= machine.cpu_count &&
  (wish.mem ?? 0) <= machine.memory &&
  isPlacedAs(machine, machine.pod, wish) &&
  hasDisks(machine, wish.disks) &&
  hasInterfaces(machine, wish.nics)

/** Whether a machine made there would meet what does not depend on the machine. */
export const podMeets = (pod: AllocatePod, wish: Wish): boolean => isPlacedAs(pod, pod, wish)

/**
 * A machine that was there before and is running does somebody's work: it is not given to whoever asks for any. One
 * that was made for somebody else is deleted when he gives it back.
 */
function isFree(machine: Candidate, wish: Wish): boolean {
  const { status, owner, locked, creation, domain_state } = machine
  if (status !== 4 || owner !== '' || locked) return false
  if (isNamed(wish)) return true
  return creation === 'manual' || (creation === 'pre_existing' && domain_state === 'shutoff')
}

type Placed = Pick<AllocatePod, 'zone' | 'pool' | 'tags' | 'architecture'>

function isPlacedAs(
  { zone, pool, tags, architecture }: Placed,
  pod: Pick<AllocatePod, 'name' | 'type'>,
  wish: Wish,
): boolean {
  const archs = namesIn(wish.arch)
  return (
    (archs.length === 0 || archs.some((arch) => isOf(architecture, arch))) &&
    namesIn(wish.tags).every((tag) => tags.includes(tag)) &&
    !namesIn(wish.not_tags).some((tag) => tags.includes(tag)) &&
    (wish.zone ?? zone) === zone &&
    !namesIn(wish.not_in_zone).includes(zone) &&
    (wish.pool ?? pool) === pool &&
    !namesIn(wish.not_in_pool).includes(pool) &&
    (wish.pod ?? pod.name) === pod.name &&
    wish.not_pod !== pod.name &&
    (wish.pod_type ?? pod.type) === pod.type &&
    wish.not_pod_type !== pod.type
  )
}

/** `amd64` asks for any of it. */
const isOf = (architecture: string, arch: string) =>
  architecture === arch || architecture.split('/')[0] === arch

/** MAAS tags every disk of its own hosts so. */
const localTag = 'local'

/** A disk for each that is asked for; the largest chooses first. */
function hasDisks({ disks, storagePools }: Candidate, wanted: readonly DiskRequest[]): boolean {
  const left = disks.toSorted((a, b) => (a.size ?? 0) - (b.size ?? 0))
  return wanted
    .toSorted((a, b) => b.bytes - a.bytes)
    .every(({ bytes, tags }) => {
      const found = left.findIndex(
        ({ size, storage_pool: id }) =>
          (size ?? 0) >= bytes &&
          tags.every((tag) => [localTag, id, storagePools.get(id ?? '')].includes(tag)),
      )
      if (found >= 0) left.splice(found, 1)
      return found >= 0
    })
}

const types = { network: ['network'], bridge: ['bridge'], macvtap: ['direct'], any: null } as const

function hasInterfaces({ interfaces }: Candidate, wanted: readonly InterfaceRequest[]): boolean {
  const left = [...interfaces]
  return wanted.every(({ to, mac }) => {
    const found = left.findIndex(
      (nic) =>
        (mac === null || nic.mac_address === mac) &&
        (to === null ||
          (nic.source === to.name && (types[to.kind]?.some((each) => each === nic.type) ?? true))),
    )
    if (found >= 0) left.splice(found, 1)
    return found >= 0
  })
}

/** The least that is enough, so that the large ones are there for who needs them. */
export const leastFirst = (a: Candidate, b: Candidate) =>
  a.cpu_count - b.cpu_count || a.memory - b.memory || (a.hostname < b.hostname ? -1 : 1)

const notConstraints: ReadonlySet<string> = new Set([
  'agent_name',
  'comment',
  'dry_run',
  'verbose',
  'bridge_all',
  'bridge_stp',
  'bridge_fd',
])

/** MAAS's words where no machine is to be had. */
export function noMachineText(input: Input): string {
  const given = Object.entries(input)
    .filter(([field, value]) => !notConstraints.has(field) && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, value]) => `${field}=${[value].flat().join(',')}`)
  return given.length === 0
    ? 'No machine available.'
    : `No available machine matches constraints: ${given.join(' ')}`
}
