import type { Pod } from '../../../contract/pod.ts'
import { type Capacity, capacity } from '../../../contract/rules/overcommit.ts'

/** A figure, or why there is none. */
export type Figure = { known: true; capacity: Capacity } | { known: false; reason: string }

export type PodFigures = { cores: Figure; memory: Figure; storage: Figure }

const unread = 'The host was not reached yet.'
const noPool = 'No storage pool of the host is active.'

/** What a pod holds, over commit applied. Cores, MiB and bytes. */
export function podFigures(pod: Pod): PodFigures {
  const { total, used, podyard } = pod
  const figure = (physical: number, ratio: number, allocated: number, reason = unread): Figure =>
    physical > 0 ? { known: true, capacity: capacity(physical, ratio, allocated) } : unknown(reason)
  if (podyard.connection.last_seen === null) {
    return { cores: unknown(unread), memory: unknown(unread), storage: unknown(unread) }
  }
  return {
    cores: figure(total.cores, pod.cpu_over_commit_ratio, used.cores),
    memory: figure(total.memory, pod.memory_over_commit_ratio, used.memory),
    // Storage is never over committed.
    storage: figure(total.local_storage, 1, used.local_storage, noPool),
  }
}

const unknown = (reason: string): Figure => ({ known: false, reason })
