import type * as z from 'zod/mini'
import type { Capacity, CapacityRead } from '../compose.ts'
import type { Pod } from '../pod.ts'
import { defaultStorage, parseStorage, type Parsed } from './constraints.ts'
import { defaultSize, numbersOf, placeMachines } from './room.ts'

/** What `capacityRead` answers; not ok: `storage` cannot be read. */
export function readCapacity(
  { cores, memory, storage, count = 1, pod }: z.output<typeof CapacityRead>,
  pods: readonly Pod[],
): Parsed<Capacity> {
  const disks = parseStorage(storage ?? defaultStorage)
  if (!disks.ok) return disks
  const size = {
    cores: cores ?? defaultSize.cores,
    memoryMiB: memory ?? defaultSize.memoryMiB,
    disks: disks.value,
  }
  const asked = pods.filter(({ id }) => pod?.includes(String(id)) ?? true)
  return { ok: true, value: { count, ...placeMachines(asked.map(numbersOf), size, count) } }
}
