/** What actions that cannot be taken back do, in words. */
import type { ActionTarget } from './targets.ts'

type Targets = readonly ActionTarget[]

export const machineCount = (count: number) => (count === 1 ? '1 machine' : `${count} machines`)

function disksOf(targets: Targets): string {
  const count = targets.reduce((sum, { disk_count }) => sum + disk_count, 0)
  const whose = targets.length === 1 ? 'its' : 'their'
  if (count === 0) return `; ${targets.length === 1 ? 'it has' : 'they have'} no disks`
  return count === 1 ? ` with ${whose} disk` : ` with ${whose} ${count} disks`
}

/** "web1", or how many. */
const named = (targets: Targets) =>
  targets.length === 1 ? (targets[0]?.hostname ?? '') : machineCount(targets.length)

export function deletion(targets: Targets): string[] {
  const destroyed = targets.filter(({ creation }) => creation !== 'pre_existing')
  const forgotten = targets.filter(({ creation }) => creation === 'pre_existing')
  const sentences: string[] = []
  if (destroyed.length > 0) {
    const are = destroyed.length === 1 ? 'is' : 'are'
    sentences.push(
      `${named(destroyed)} ${are} stopped and deleted from the pod${disksOf(destroyed)}. This cannot be undone.`,
    )
  }
  if (forgotten.length === 1) {
    sentences.push(
      `Podyard only forgets ${named(forgotten)}, which it did not make: the virtual machine stays on its pod as it is, with its disks. Refreshing the pod brings it back.`,
    )
  } else if (forgotten.length > 1) {
    sentences.push(
      `Podyard only forgets ${named(forgotten)} that it did not make: the virtual machines stay on their pods as they are, with their disks. Refreshing the pods brings them back.`,
    )
  }
  return sentences
}

export function release(targets: Targets): string[] {
  const deleted = targets.filter(({ creation }) => creation === 'dynamic')
  const kept = targets.length - deleted.length
  const sentences: string[] = []
  if (kept > 0) {
    sentences.push(
      kept === 1
        ? 'It is switched off if it is on; then anybody may acquire it.'
        : 'They are switched off if they are on; then anybody may acquire them.',
    )
  }
  if (deleted.length > 0) {
    const were = deleted.length === 1 ? 'was' : 'were'
    sentences.push(
      `${named(deleted)} ${were} composed for whoever asked, and ${were === 'was' ? 'is' : 'are'} deleted${disksOf(deleted)}. This cannot be undone.`,
    )
  }
  return sentences
}
