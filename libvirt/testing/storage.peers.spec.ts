import { expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { eventually, onEveryPeer, refusal } from './peers-suite.ts'

const MiB = 1024 ** 2
const GiB = 1024 ** 3

onEveryPeer(({ peer, name, call, ask, hear, later }) => {
  const path = `/var/lib/libvirt/images/${name}`
  const xml = `<pool type='dir'><name>${name}</name><target><path>${path}</path></target></pool>`

  async function startPool(): Promise<libvirt.StoragePool> {
    const pool = await call(libvirt.storagePoolDefineXml, { xml, flags: 0 })
    later(() => call(libvirt.storagePoolUndefine, { pool }))
    later(() => call(libvirt.storagePoolDestroy, { pool }))
    await call(libvirt.storagePoolBuild, { pool, flags: 0 })
    await call(libvirt.storagePoolCreate, { pool, flags: 0 })
    return pool
  }

  const volumeXml = (volume: string, bytes: number) =>
    `<volume><name>${volume}</name><allocation>0</allocation><capacity>${bytes}</capacity></volume>`

  const createVolume = (pool: libvirt.StoragePool, volume: string, bytes: number) =>
    call(libvirt.storageVolCreateXml, { pool, xml: volumeXml(volume, bytes), flags: 0 })

  /** The test driver forgets a pool's volumes with the pool; the others do not. */
  async function removePool(pool: libvirt.StoragePool): Promise<void> {
    const vols = await call(libvirt.storagePoolListAllVolumes, {
      pool,
      needResults: true,
      flags: 0,
    })
    for (const vol of vols) await call(libvirt.storageVolDelete, { vol, flags: 0 })
    await call(libvirt.storagePoolDestroy, { pool })
    await call(libvirt.storagePoolDelete, { pool, flags: 0 })
    await call(libvirt.storagePoolUndefine, { pool })
  }

  it('keeps pools', async () => {
    const { defined, started, stopped, deleted, undefined: gone } = libvirt.StoragePoolLifecycle
    const heard = await hear(libvirt.storagePoolEventLifecycle, ({ pool }) => pool.name === name)
    const refreshed = await hear(libvirt.storagePoolEventRefresh, ({ pool }) => pool.name === name)
    const pool = await startPool()
    await call(libvirt.storagePoolRefresh, { pool, flags: 0 })
    await eventually(() => expect(refreshed.length).toBeGreaterThan(0))
    const { state, capacity, available } = await call(libvirt.storagePoolGetInfo, { pool })
    expect(state).toBe(libvirt.StoragePoolState.running)
    expect(available).toBeLessThanOrEqual(capacity)
    expect(await call(libvirt.storagePoolIsActive, { pool })).toBe(true)
    expect(await call(libvirt.storagePoolIsPersistent, { pool })).toBe(true)
    expect(await call(libvirt.storagePoolLookupByUuid, { uuid: pool.uuid })).toEqual(pool)
    const byPath = await ask(libvirt.storagePoolLookupByTargetPath, { path })
    expect(byPath ?? pool).toEqual(pool)
    await removePool(pool)
    await eventually(() => {
      const events = heard.map(({ event }) => event).filter((event) => event !== deleted)
      expect(events).toEqual(expect.arrayContaining([defined, started, stopped, gone]))
    })
  })

  it('keeps volumes, under every name they have', async () => {
    const pool = await startPool()
    const vol = await createVolume(pool, 'disk', GiB)
    expect(vol).toEqual({ pool: name, name: 'disk', key: `${path}/disk` })
    const info = await call(libvirt.storageVolGetInfo, { vol })
    expect(info).toMatchObject({ type: libvirt.StorageVolType.file, capacity: GiB })
    expect(await call(libvirt.storageVolGetPath, { vol })).toBe(vol.key)
    expect(await call(libvirt.storageVolLookupByName, { pool, name: 'disk' })).toEqual(vol)
    expect(await call(libvirt.storageVolLookupByKey, { key: vol.key })).toEqual(vol)
    expect(await call(libvirt.storageVolLookupByPath, { path: vol.key })).toEqual(vol)
    expect(await call(libvirt.storagePoolLookupByVolume, { vol })).toEqual(pool)
    expect(await call(libvirt.storagePoolNumOfVolumes, { pool })).toBe(1)
    await expect(createVolume(pool, 'disk', GiB)).rejects.toThrow(
      refusal(peer.kind === 'test' ? 'VIR_ERR_OPERATION_FAILED' : 'VIR_ERR_STORAGE_VOL_EXIST'),
    )
    await removePool(pool)
  })

  it('clones, grows and wipes volumes', async () => {
    const pool = await startPool()
    const clonevol = await createVolume(pool, 'source', MiB)
    const clone = { pool, xml: volumeXml('clone', MiB), clonevol, flags: 0 }
    const vol = await call(libvirt.storageVolCreateXmlFrom, clone)
    expect(vol).toMatchObject({ pool: name, name: 'clone' })
    const capacityOf = async () => (await call(libvirt.storageVolGetInfo, { vol })).capacity
    expect(await capacityOf()).toBe(MiB)
    await ask(libvirt.storageVolResize, { vol, capacity: 2 * MiB, flags: 0 })
    expect(await capacityOf()).toBe(peer.lacks.has('storageVolResize') ? MiB : 2 * MiB)
    await ask(libvirt.storageVolWipe, { vol, flags: 0 })
    await ask(libvirt.storageVolGetInfoFlags, {
      vol,
      flags: libvirt.StorageVolInfoFlag.getPhysical,
    })
    await removePool(pool)
  })
})
