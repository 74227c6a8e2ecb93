import {
  LibvirtError,
  storagePoolBuild,
  storagePoolCreate,
  storagePoolDefineXml,
  storagePoolDestroy,
  storagePoolIsActive,
  storagePoolIsPersistent,
  storagePoolLookupByUuid,
  storagePoolRefresh,
  storagePoolSetAutostart,
  storagePoolUndefine,
  storageVolDelete,
  type Connection,
} from '../../../libvirt/index.ts'
import { byName } from '../derive.ts'
import { poolFacts } from '../pool-facts.ts'
import { tellRefusals } from '../refusals.ts'
import { askPools } from '../waves.ts'
import { storagePoolXml } from './pool-xml.ts'
import type { StorageHost } from './port.ts'
import { readVolumes } from './read-volumes.ts'
import { storageRefusals } from './storage-faults.ts'

const limit = { timeoutMs: 30_000 }
/** Starting a pool scans it, and a logical volume may be wiped when it is deleted: on slow storage that takes minutes. */
const longLimit = { timeoutMs: 120_000 }

type Guarded = <T>(work: () => Promise<T>) => Promise<T>

/** Storage through libvirt. `guarded` makes errors of the connection those of the host. */
export function createStorageHost({ call }: Connection, guarded: Guarded): StorageHost {
  const act = <T>(work: () => Promise<T>) => guarded(() => tellRefusals(storageRefusals, work))
  const find = (uuid: string) => call(storagePoolLookupByUuid, { uuid }, limit)
  return {
    readPools: () => guarded(async () => (await askPools(call)).map(poolFacts).sort(byName)),
    readVolumes: (mostOfEach) => guarded(() => readVolumes(call, mostOfEach)),
    createPool: (wanted) =>
      act(async () => {
        const xml = storagePoolXml(wanted)
        const pool = await call(storagePoolDefineXml, { xml, flags: 0 }, limit)
        try {
          // Makes the folder. Of a volume group it would make a new one out of disks.
          if (wanted.type === 'dir') await call(storagePoolBuild, { pool, flags: 0 }, longLimit)
          await call(storagePoolCreate, { pool, flags: 0 }, longLimit)
          if (wanted.autostart)
            await call(storagePoolSetAutostart, { pool, autostart: true }, limit)
        } catch (error) {
          await call(storagePoolDestroy, { pool }, limit).catch(() => {})
          await call(storagePoolUndefine, { pool }, limit).catch(() => {})
          throw error
        }
      }),
    startPool: (uuid) =>
      act(async () => call(storagePoolCreate, { pool: await find(uuid), flags: 0 }, longLimit)),
    stopPool: (uuid) =>
      act(async () => call(storagePoolDestroy, { pool: await find(uuid) }, limit)),
    refreshPool: (uuid) =>
      act(async () => call(storagePoolRefresh, { pool: await find(uuid), flags: 0 }, longLimit)),
    setPoolAutostart: (uuid, autostart) =>
      act(async () => call(storagePoolSetAutostart, { pool: await find(uuid), autostart }, limit)),
    removePool: (uuid) =>
      act(async () => {
        const pool = await find(uuid)
        const [active, persistent] = await Promise.all([
          call(storagePoolIsActive, { pool }, limit),
          call(storagePoolIsPersistent, { pool }, limit),
        ])
        if (active) await call(storagePoolDestroy, { pool }, limit)
        // One that was never defined is gone once it has stopped.
        if (persistent) await call(storagePoolUndefine, { pool }, limit)
      }),
    deleteVolumes: (poolUuid, names) =>
      act(async () => {
        const { name: pool } = await find(poolUuid)
        await Promise.all(
          names.map((name) =>
            call(storageVolDelete, { vol: { pool, name, key: '' }, flags: 0 }, longLimit).catch(
              (error: unknown) => {
                const gone =
                  error instanceof LibvirtError && error.codeName === 'VIR_ERR_NO_STORAGE_VOL'
                if (!gone) throw error
              },
            ),
          ),
        )
      }),
  }
}
