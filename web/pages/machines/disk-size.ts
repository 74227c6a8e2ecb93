import type { BlockDevice } from '../../../contract/machine.ts'
import type { StoragePoolDetails } from '../../../contract/pod.ts'

type NoSize = {
  /** A sentence. */
  reason: string
  /** In short, where something is wrong. */
  label?: string
}

/** Why the size of a disk is not known. `pool` holds it, where one does. */
export function whyNoSize(disk: BlockDevice, pool: StoragePoolDetails | undefined): NoSize {
  if (disk.source === null) return { reason: 'No medium is inserted.' }
  if (pool === undefined) return { reason: 'The host does not tell the size of what it lies on.' }
  if (pool.state !== 'running') {
    return { reason: `Storage pool ${pool.name} is not active.`, label: 'Pool not active' }
  }
  return { reason: `Storage pool ${pool.name} holds no such file.`, label: 'File missing' }
}
