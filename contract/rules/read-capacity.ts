import type * as z from 'zod/mini'
import type { Capacity, CapacityRead, PodRoom } from '../compose.ts'
import type { Pod } from '../pod.ts'
import { defaultStorage, parseStorage, type Parsed } from './constraints.ts'
import { whyUnreached } from './pod-can.ts'
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
  const reached = asked.filter((each) => whyUnreached(each) === null)
  const plan = placeMachines(reached.map(numbersOf), size, count)
  const away = asked.flatMap((each) => {
    const reason = whyUnreached(each)
    return reason === null ? [] : [nowhere(each, reason)]
  })
  return { ok: true, value: { count, placed: plan.placed, pods: [...plan.pods, ...away] } }
}

/** What a host had when it was last reached is no use while it is away. */
const nowhere = ({ id, name }: Pod, reason: string): PodRoom => ({
  id,
  name,
  room: 0,
  bound: 'unknown',
  reason,
  placed: 0,
})
