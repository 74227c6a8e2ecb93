/** What a pod has room for, and in which words a machine is refused. Used by the composer, its screen and the mocks. */
import type { PodRoom, RoomBound } from '../compose.ts'
import type { Pod } from '../pod.ts'
import type { DiskRequest } from './constraints.ts'
import { capacity, type Capacity, fits, roomFor } from './overcommit.ts'
import { freeForDisks, howManyFit, placeDisks, type PoolRoom } from './storage-room.ts'

export type PodNumbers = {
  id: number
  name: string
  cores: Capacity
  /** MiB */
  memory: Capacity
  pools: readonly PoolRoom[]
}

export type MachineSize = { cores: number; memoryMiB: number; disks: readonly DiskRequest[] }

/** What a machine has that does not say. MAAS's numbers. */
export const defaultSize = { cores: 1, memoryMiB: 2048 } as const

/** The numbers of a pod as it travels. */
export const numbersOf = (pod: Pod): PodNumbers => ({
  id: pod.id,
  name: pod.name,
  cores: capacity(pod.total.cores, pod.cpu_over_commit_ratio, pod.used.cores),
  memory: capacity(pod.total.memory, pod.memory_over_commit_ratio, pod.used.memory),
  pools: pod.podyard.storage_pools.map((pool) => ({
    id: pool.id,
    name: pool.name,
    default: pool.default,
    free: freeForDisks(pool),
  })),
})

export type Shortage = {
  bound: RoomBound
  /** In a sentence, with the numbers. */
  message: string
  /** MAAS's words for it, where it has some. */
  text: string
  /** The field of the request that is too large, where it alone is at fault. */
  field?: 'cores' | 'memory' | 'storage'
}

/** Why a pod cannot take a machine of this size now; null where it can. */
export function shortageOf(pod: PodNumbers, size: MachineSize): Shortage | null {
  if (pod.cores.physical === 0 || pod.memory.physical === 0) return nothingKnown(pod)
  return tooLarge(pod, size) ?? overCommitted(pod, size) ?? tooLittleStorage(pod, size)
}

const nothingKnown = ({ name }: PodNumbers): Shortage => {
  const message = `What ${name} holds is not known: its host was not reached yet.`
  return { bound: 'unknown', message, text: message }
}

/** One machine may not exceed the host, whatever the ratio. */
function tooLarge(pod: PodNumbers, size: MachineSize): Shortage | null {
  const field =
    size.cores > pod.cores.physical
      ? 'cores'
      : size.memoryMiB > pod.memory.physical
        ? 'memory'
        : null
  if (!field) return null
  const text = `Ensure this value is less than or equal to ${pod[field].physical}.`
  const amount = field === 'cores' ? pod.cores.physical : `${pod.memory.physical} MiB`
  const message = `${text} ${pod.name} has ${amount}${field === 'cores' ? ' CPU cores' : ' of memory'}, and one machine cannot have more.`
  return { bound: 'host', message, text, field }
}

/** MAAS says both with nothing between them, and scripts match on it. */
function overCommitted(pod: PodNumbers, { cores, memoryMiB }: MachineSize): Shortage | null {
  const short = [
    ...(fits(pod.cores, cores) ? [] : [shortOf('cores', pod.cores, cores)]),
    ...(fits(pod.memory, memoryMiB) ? [] : [shortOf('memory', pod.memory, memoryMiB)]),
  ]
  const [first] = short
  if (!first) return null
  return {
    bound: first.bound,
    message: `${pod.name} has no room: ${short.map(({ message }) => message).join('; ')}.`,
    text: `Unable to compose KVM instance in '${pod.name}'. ${short.map(({ text }) => text).join('')}`,
  }
}

function shortOf(bound: 'cores' | 'memory', held: Capacity, asked: number) {
  const [title, unit] = bound === 'cores' ? ['CPU', ' CPU cores'] : ['Memory', ' MiB of memory']
  const { ratio, free, limit, physical, allocated } = held
  return {
    bound,
    message: `${asked}${unit} asked for, ${free} free (${physical} physical x ${ratio} = ${limit}, less ${allocated} allocated)`,
    text: `${title} overcommit ratio is ${asFloat(ratio)} and there are ${free} available resources; ${asked} requested.`,
  }
}

/** As Python prints it. */
const asFloat = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value))

function tooLittleStorage(pod: PodNumbers, { disks }: MachineSize): Shortage | null {
  const placement = placeDisks(disks, pod.pools)
  if (placement.ok) return null
  const { message } = placement
  return { bound: 'storage', message, text: message, field: 'storage' }
}

/** How many more of one size a pod takes, and why no more. */
export function roomOf(pod: PodNumbers, size: MachineSize): Omit<PodRoom, 'placed'> {
  const { id, name } = pod
  const refused = shortageOf(pod, size)
  if (refused) return { id, name, room: 0, bound: refused.bound, reason: refused.message }
  const { count, bound } = roomFor(size, pod.cores, pod.memory)
  const byStorage = howManyFit(size.disks, pod.pools, count)
  return byStorage < count
    ? { id, name, room: byStorage, bound: 'storage', reason: 'Storage runs out first.' }
    : {
        id,
        name,
        room: count,
        bound,
        reason: bound === 'cores' ? 'CPU cores run out first.' : 'Memory runs out first.',
      }
}

/** Pods without over commit first, then in the order of their ids: the same plan for everyone who asks. */
export const byPreference = (a: PodNumbers, b: PodNumbers) =>
  Number(overCommits(a)) - Number(overCommits(b)) || a.id - b.id

const overCommits = ({ cores, memory }: PodNumbers) => cores.ratio > 1 || memory.ratio > 1

/** Where so many machines of one size would go: each pod is filled before the next. */
export function placeMachines(
  pods: readonly PodNumbers[],
  size: MachineSize,
  count: number,
): { placed: number; pods: PodRoom[] } {
  let left = count
  const rooms = pods.toSorted(byPreference).map((pod): PodRoom => {
    const room = roomOf(pod, size)
    const placed = Math.min(left, room.room)
    left -= placed
    return Object.assign(room, { placed })
  })
  return { placed: count - left, pods: rooms }
}
