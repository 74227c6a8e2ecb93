/** What a machine being composed does to its pod, while it is typed. The arithmetic is the server's own. */
import type { PodRoom } from '../../contract/compose.ts'
import type { Pod } from '../../contract/pod.ts'
import { parseInterfaces } from '../../contract/rules/constraints.ts'
import { capacity, type Capacity } from '../../contract/rules/overcommit.ts'
import { leastMemoryMiB } from '../../contract/rules/pod-can.ts'
import {
  defaultSize,
  type MachineSize,
  numbersOf,
  type PodNumbers,
  roomOf,
  type Shortage,
  shortageOf,
} from '../../contract/rules/room.ts'
import { freeForDisks, needsOf, placeDisks } from '../../contract/rules/storage-room.ts'
import { inOneWord, storageAmount } from '../util/units.ts'
import {
  bytesOf,
  type ComposeValues,
  composeSize,
  type DiskRow,
  pinnedCores,
  tagsOf,
  wholeOrNull,
} from './pod-compose-values.ts'

export type Outlook = {
  size: MachineSize
  now: PodNumbers
  /** Why it does not fit, with the numbers; null where it does. */
  shortage: string | null
  /** How many more of the same the pod takes afterwards. */
  more: Pick<PodRoom, 'room' | 'bound'>
  /** Of the storage pools that are asked, the one with the least left. */
  storage: PoolOutlook | null
}

/** Bytes; what thin disks may still grow into counts as allocated. */
export type PoolOutlook = { name: string; allocated: number; limit: number; asked: number }

/** Null while a number cannot be read. */
export function outlookOf(pod: Pod, values: ComposeValues): Outlook | null {
  const size = composeSize(pod, values)
  if (!size) return null
  const now = numbersOf(pod)
  return {
    size,
    now,
    storage: tightestPool(pod, values.disk_rows),
    shortage: shortageInWords(pod, values, shortageOf(now, size)),
    more: roomOf(afterwards(now, size), size),
  }
}

/** MAAS's words for too little storage name no numbers. */
function shortageInWords(pod: Pod, { disk_rows }: ComposeValues, shortage: Shortage | null) {
  if (shortage?.bound !== 'storage') return shortage?.message ?? null
  const words = disk_rows.map((row) => storageShortage(pod, disk_rows, row))
  return words.find((each) => each !== null) ?? shortage.message
}

function tightestPool(pod: Pod, rows: readonly DiskRow[]): PoolOutlook | null {
  const requests = requestsByPool(pod, rows)
  const asked = pod.podyard.storage_pools.flatMap((pool) => {
    const bytes = requests.get(pool.id)
    const free = freeForDisks(pool)
    if (bytes === undefined || free === null || pool.total === null) return []
    return [{ name: pool.name, allocated: pool.total - free, limit: pool.total, asked: bytes }]
  })
  const left = (pool: PoolOutlook) => pool.limit - pool.allocated - pool.asked
  return asked.toSorted((a, b) => left(a) - left(b))[0] ?? null
}

const taking = ({ physical, ratio, allocated }: Capacity, amount: number) =>
  capacity(physical, ratio, allocated + amount)

function afterwards(pod: PodNumbers, { cores, memoryMiB, disks }: MachineSize): PodNumbers {
  const placement = placeDisks(disks, pod.pools)
  const needs = placement.ok ? needsOf(placement.disks) : new Map<string, number>()
  return {
    ...pod,
    cores: taking(pod.cores, cores),
    memory: taking(pod.memory, memoryMiB),
    pools: pod.pools.map(({ id, name, free, default: isDefault }) => ({
      id,
      name,
      free: free === null ? null : free - (needs.get(id) ?? 0),
      default: isDefault,
    })),
  }
}

/** The storage pool that a row's disk goes to; undefined where the pod has none for it. */
export const poolOfRow = ({ podyard }: Pod, { location }: Pick<DiskRow, 'location'>) =>
  podyard.storage_pools.find((pool) => (location === '' ? pool.default : pool.id === location))

/** Bytes that the rows ask of each storage pool, by its UUID. */
export function requestsByPool(pod: Pod, rows: readonly DiskRow[]): Map<string, number> {
  const requests = new Map<string, number>()
  for (const row of rows) {
    const id = poolOfRow(pod, row)?.id
    const bytes = bytesOf(row.capacity)
    if (id !== undefined && bytes > 0) requests.set(id, (requests.get(id) ?? 0) + bytes)
  }
  return requests
}

const size = (bytes: number) => inOneWord(storageAmount(Math.max(0, bytes)))

/** What the rows ask too much of the storage pool of one of them. */
function storageShortage(pod: Pod, rows: readonly DiskRow[], row: DiskRow): string | null {
  const pool = poolOfRow(pod, row)
  const free = pool ? freeForDisks(pool) : null
  const asked = pool ? (requestsByPool(pod, rows).get(pool.id) ?? 0) : 0
  return !pool || free === null || asked <= free
    ? null
    : `${size(asked)} asked for, ${size(free)} free in ${pool.name}.`
}

const atLeast = (least: number) => `Ensure this value is greater than or equal to ${least}.`

/** Refusals of single fields: true, or the message. */
export const composeRules = {
  cores(pod: Pod, text: string) {
    const cores = text.trim() === '' ? defaultSize.cores : wholeOrNull(text)
    if (cores === null) return 'Enter a whole number.'
    if (cores < 1) return atLeast(1)
    return shortageOf(numbersOf(pod), { cores, memoryMiB: 0, disks: [] })?.message ?? true
  },
  memory(pod: Pod, text: string) {
    const memoryMiB = text.trim() === '' ? defaultSize.memoryMiB : wholeOrNull(text)
    if (memoryMiB === null) return 'Enter a whole number.'
    if (memoryMiB < leastMemoryMiB) return atLeast(leastMemoryMiB)
    return shortageOf(numbersOf(pod), { cores: 0, memoryMiB, disks: [] })?.message ?? true
  },
  cpu_speed({ name, podyard }: Pod, text: string) {
    if (text.trim() === '') return true
    const speed = wholeOrNull(text)
    if (speed === null) return 'Enter a whole number.'
    if (speed < 300) return atLeast(300)
    const most = podyard.cpu_speed
    return most === null || speed <= most || `${name} has cores of ${Math.floor(most)} MHz.`
  },
  pinned_cores(pod: Pod, text: string) {
    const { name, total } = pod
    const cores = pinnedCores(text)
    if (!cores) return 'Enter numbers of host cores, separated by commas.'
    if (cores.some((core) => core >= total.cores)) {
      return `${name} has cores 0 to ${total.cores - 1}.`
    }
    const asked = { cores: cores.length, memoryMiB: 0, disks: [] }
    return shortageOf(numbersOf(pod), asked)?.message ?? true
  },
  /** Said at the disk with which its storage pool overflows. */
  capacity(pod: Pod, rows: readonly DiskRow[], index: number) {
    const row = rows[index]
    if (!row) return true
    if (!(bytesOf(row.capacity) > 0)) return 'Enter a number of GB.'
    return storageShortage(pod, rows.slice(0, index + 1), row) ?? true
  },
  tags({ podyard }: Pod, text: string) {
    if (/[()]/.test(text)) return 'A tag may not contain brackets.'
    const pool = podyard.storage_pools.find(({ id, name }) =>
      tagsOf(text).some((tag) => tag === name || tag === id),
    )
    return !pool || `${pool.name} is a storage pool: choose it as the location.`
  },
  source: (text: string) =>
    /[,;]/.test(text) ? 'It may not contain a comma or a semicolon.' : true,
  mac(text: string) {
    if (text.trim() === '') return true
    const parsed = parseInterfaces(`eth0:mac=${text.trim()}`)
    return parsed.ok || 'Enter a MAC address such as 52:54:00:12:34:56.'
  },
}
