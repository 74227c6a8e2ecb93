/** What Podyard asks of a host about its storage. */
import type { PoolVolumes, StoragePoolFacts } from '../../facts.ts'

/** A storage pool to be made. Names and paths were checked before. */
export type NewStoragePool = { name: string; autostart: boolean } & (
  | { type: 'dir'; path: string }
  | { type: 'logical'; volumeGroup: string }
)

/** Every call rejects with `HostError`, or `HostRefusal` where the host would not do it. */
export type StorageHost = {
  /** All pools, by name; two round trips. */
  readPools: () => Promise<StoragePoolFacts[]>
  /** The volumes of every active pool, at most so many of each; pools that cannot tell theirs are left out. */
  readVolumes: (mostOfEach: number) => Promise<PoolVolumes[]>
  /** Defines and starts it, making the folder where it is missing. When the start fails, it is taken back. */
  createPool: (pool: NewStoragePool) => Promise<void>
  startPool: (uuid: string) => Promise<void>
  stopPool: (uuid: string) => Promise<void>
  /** Looks at its volumes anew. May take long. */
  refreshPool: (uuid: string) => Promise<void>
  setPoolAutostart: (uuid: string, autostart: boolean) => Promise<void>
  /** Has the host forget it; folder, volume group and files stay. */
  removePool: (uuid: string) => Promise<void>
  /** Deletes these volumes with all that is in them. Those that are gone already are none to delete. */
  deleteVolumes: (poolUuid: string, names: readonly string[]) => Promise<void>
}
