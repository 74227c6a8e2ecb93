/** What may be done with a pod, and why not: for buttons that are disabled. */
import type { Pod } from '../pod.ts'
import { numbersOf } from './room.ts'

/** MiB; MAAS composes none smaller. */
export const leastMemoryMiB = 1024

/** Why nothing can be done on its host now; null where it is connected. */
export function whyUnreached({ podyard: { connection } }: Pod): string | null {
  if (connection.last_seen === null) return 'Its host was not reached yet.'
  return connection.state === 'connected' ? null : 'Its host cannot be reached.'
}

/** Why nobody can compose a machine there now, however small; null where one can. */
export function whyNotCompose(pod: Pod): string | null {
  const unreached = whyUnreached(pod)
  if (unreached !== null) return unreached
  if (pod.cpu_over_commit_ratio === 0) return 'CPU over commit is 0, which forbids composing.'
  if (pod.memory_over_commit_ratio === 0) return 'Memory over commit is 0, which forbids composing.'
  const { cores, memory } = numbersOf(pod)
  if (cores.free < 1) return 'It is full: no CPU core is free.'
  if (memory.free < leastMemoryMiB) return 'It is full: too little memory is free.'
  if (!pod.podyard.storage_pools.some(({ state }) => state === 'running')) {
    return 'It has no active storage pool for the disks.'
  }
  return null
}
