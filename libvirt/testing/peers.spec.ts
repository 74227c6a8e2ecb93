import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Infer } from '../xdr/codec.ts'
import { remote } from '../protocol/remote.ts'
import { nothing } from '../xdr/numbers.ts'
import * as libvirt from '../index.ts'
import * as domainEvents from '../protocol/domain-events.ts'
import * as objectEvents from '../protocol/object-events.ts'
import { peers } from './peers.ts'

/** Everything a resync asks for, in two waves. */
async function discover({ call }: libvirt.Connection): Promise<readonly string[]> {
  const stats = libvirt.DomainStats.state | libvirt.DomainStats.balloon
  const [records, pools, networks] = await Promise.all([
    call(libvirt.connectGetAllDomainStats, { doms: [], stats, flags: 0 }),
    call(libvirt.connectListAllStoragePools, { needResults: true, flags: 0 }),
    call(libvirt.connectListAllNetworks, { needResults: true, flags: 0 }),
    call(libvirt.nodeGetInfo),
  ])
  return Promise.all([
    ...records.map(({ dom }) => call(libvirt.domainGetXmlDesc, { dom, flags: 0 })),
    ...pools.map((pool) => call(libvirt.storagePoolGetXmlDesc, { pool, flags: 0 })),
    ...networks.map((net) => call(libvirt.networkGetXmlDesc, { net, flags: 0 })),
  ])
}

/** A busy machine may take its time. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 })

type Lifecycle = Infer<typeof libvirt.domainEventLifecycle.payload>

for (const peer of peers) {
  const note = peer.isHere ? '' : ': SKIPPED, no lab is running'
  describe.skipIf(!peer.isHere)(`${peer.name}${note}`, { timeout: 30_000 }, () => {
    const name = `spec-${randomUUID().slice(0, 8)}`
    const uuid = randomUUID()
    const xml = `<domain type='${peer.domainType}'>
      <name>${name}</name><uuid>${uuid}</uuid>
      <memory unit='MiB'>64</memory><vcpu>1</vcpu>
      <os><type arch='${peer.domainType === 'test' ? 'i686' : 'x86_64'}'>hvm</type></os>
    </domain>`
    let connection: libvirt.Connection

    beforeAll(async () => {
      connection = await peer.open()
    })
    afterAll(() => connection.close())

    it('is the peer that was asked for', async () => {
      const [hostname, type, libVersion] = await Promise.all([
        connection.call(libvirt.connectGetHostname),
        connection.call(libvirt.connectGetType),
        connection.call(libvirt.connectGetLibVersion),
      ])
      expect({ hostname, type, libVersion }).toEqual(await peer.identity())
    })

    it('answers five hundred calls written at once, in one round trip', async () => {
      const before = connection.stats().roundTrips
      const calls = Array.from({ length: 500 }, () => connection.call(libvirt.connectGetLibVersion))
      expect(new Set(await Promise.all(calls)).size).toBe(1)
      expect(connection.stats().roundTrips - before).toBe(1)
    })

    it('is discovered in two round trips', async () => {
      const before = connection.stats().roundTrips
      const documents = await discover(connection)
      expect(documents.length).toBeGreaterThan(0)
      for (const document of documents) expect(document).toMatch(/^<(domain|pool|network)/)
      expect(connection.stats().roundTrips - before).toBe(2)
    })

    it('refuses what does not exist, by libvirt’s own code', async () => {
      const failure = (codeName: libvirt.ErrorCodeName) =>
        expect.objectContaining({ name: 'LibvirtError', codeName })
      const { call } = connection
      const absent = { name: `${name}-absent` }
      await expect(call(libvirt.domainLookupByName, absent)).rejects.toThrow(
        failure('VIR_ERR_NO_DOMAIN'),
      )
      await expect(call(libvirt.storagePoolLookupByName, absent)).rejects.toThrow(
        failure('VIR_ERR_NO_STORAGE_POOL'),
      )
      await expect(call(libvirt.networkLookupByName, absent)).rejects.toThrow(
        failure('VIR_ERR_NO_NETWORK'),
      )
      await expect(call(remote('newest', 60_000, nothing, nothing))).rejects.toThrow(
        failure('VIR_ERR_RPC'),
      )
      await expect(call(libvirt.domainDefineXml, { xml: '<domain/>' })).rejects.toThrow(
        expect.objectContaining({ name: 'LibvirtError' }),
      )
      expect(connection.state).toBe('open')
    })

    it('tells of everything that happens to a domain', async () => {
      const { call, on } = connection
      const seen: number[] = []
      const heard = (event: number) => eventually(() => expect(seen).toContain(event))
      const stop = await on(libvirt.domainEventLifecycle, (happened: Lifecycle) => {
        if (happened.dom.uuid === uuid) seen.push(happened.event)
      })
      const { DomainLifecycle: happens, DomainState: is } = libvirt
      const stateOf = async (dom: libvirt.Domain) =>
        (await call(libvirt.domainGetState, { dom, flags: 0 })).state

      const defined = await call(libvirt.domainDefineXml, { xml })
      expect(defined).toEqual({ name, uuid, id: -1 })
      await heard(happens.defined)
      const dom = await call(libvirt.domainCreateWithFlags, { dom: defined, flags: 0 })
      expect(dom.id).toBeGreaterThan(0)
      await heard(happens.started)
      expect(await stateOf(dom)).toBe(is.running)
      await call(libvirt.domainSuspend, { dom })
      await heard(happens.suspended)
      expect(await stateOf(dom)).toBe(is.paused)
      await call(libvirt.domainResume, { dom })
      await heard(happens.resumed)
      await call(libvirt.domainDestroy, { dom })
      await heard(happens.stopped)
      expect(await stateOf(dom)).toBe(is.shutoff)
      await stop()
      const known = seen.length
      await call(libvirt.domainUndefine, { dom })
      await connection.call(libvirt.connectGetLibVersion)
      expect(seen).toHaveLength(known)
    })

    it('sends every event that is declared', async () => {
      const stops = await Promise.all(
        Object.values({ ...domainEvents, ...objectEvents }).map((event: libvirt.LibvirtEvent<unknown>) =>
          connection.on(event, () => {}),
        ),
      )
      await Promise.all(stops.map((stop) => stop()))
      expect(connection.state).toBe('open')
    })

    it('shares one registration between listeners', async () => {
      const silent = () => {}
      const before = connection.stats().calls
      const stops = await Promise.all(
        [1, 2, 3].map(() => connection.on(libvirt.domainEventReboot, silent)),
      )
      expect(connection.stats().calls - before).toBe(1)
      for (const stop of stops) await stop()
      expect(connection.stats().calls - before).toBe(2)
    })

    it('keeps storage', async () => {
      const { call, on } = connection
      const refreshed: string[] = []
      const stop = await on(libvirt.storagePoolEventRefresh, ({ pool: { name: which } }) =>
        refreshed.push(which),
      )
      const pool = await call(libvirt.storagePoolDefineXml, {
        xml: `<pool type='dir'><name>${name}</name><target><path>/var/lib/libvirt/images/${name}</path></target></pool>`,
        flags: 0,
      })
      await call(libvirt.storagePoolBuild, { pool, flags: 0 })
      await call(libvirt.storagePoolCreate, { pool, flags: 0 })
      const GiB = 1024 ** 3
      const vol = await call(libvirt.storageVolCreateXml, {
        pool,
        xml: `<volume><name>disk</name><allocation>0</allocation><capacity unit='GiB'>1</capacity></volume>`,
        flags: 0,
      })
      expect(vol).toMatchObject({ pool: name, name: 'disk' })
      const info = await call(libvirt.storageVolGetInfo, { vol })
      expect(info).toMatchObject({ type: libvirt.StorageVolType.file, capacity: GiB })
      const listed = { pool, needResults: true, flags: 0 }
      expect(await call(libvirt.storagePoolListAllVolumes, listed)).toEqual([vol])
      await call(libvirt.storagePoolRefresh, { pool, flags: 0 })
      await eventually(() => expect(refreshed).toContain(name))
      const { state, capacity, available } = await call(libvirt.storagePoolGetInfo, { pool })
      expect(state).toBe(libvirt.StoragePoolState.running)
      expect(available).toBeLessThanOrEqual(capacity)
      if (peer.domainType !== 'test') await call(libvirt.storageVolDelete, { vol, flags: 0 })
      await call(libvirt.storagePoolDestroy, { pool })
      await call(libvirt.storagePoolDelete, { pool, flags: 0 })
      await call(libvirt.storagePoolUndefine, { pool })
      await stop()
    })

    it('keeps networks', async () => {
      const { call, on } = connection
      const seen: number[] = []
      const stop = await on(libvirt.networkEventLifecycle, (happened) => {
        if (happened.net.name === name) seen.push(happened.event)
      })
      const net = await call(libvirt.networkDefineXml, {
        xml: `<network><name>${name}</name><bridge name='v${name.slice(5)}'/></network>`,
      })
      await call(libvirt.networkSetAutostart, { net, autostart: true })
      expect(await call(libvirt.networkGetAutostart, { net })).toBe(true)
      expect(await call(libvirt.networkIsActive, { net })).toBe(false)
      await call(libvirt.networkUndefine, { net })
      const { defined, undefined: gone } = libvirt.NetworkLifecycle
      await eventually(() => expect(seen).toEqual([defined, gone]))
      await stop()
    })

    it.skipIf(peer.domainType === 'test')('knows the host’s memory', async () => {
      const args = { nparams: 4, cellNum: libvirt.ALL_CELLS, flags: 0 }
      const { params } = await connection.call(libvirt.nodeGetMemoryStats, args)
      expect(params.map(({ field }) => field)).toEqual(['total', 'free', 'buffers', 'cached'])
      expect(await connection.call(libvirt.nodeGetFreeMemory)).toBeGreaterThan(0)
    })

    it('loses the hypervisor when it is opened twice', async () => {
      const second = await peer.open()
      const again = second.call(libvirt.connectOpen, { name: second.uri, flags: 0 })
      await expect(again).rejects.toThrow('connection already open')
      await expect(second.call(libvirt.connectGetLibVersion)).rejects.toThrow(
        'hypervisor connection not open',
      )
      await second.close()
    })

    it('lets go when it is closed', async () => {
      const second = await peer.open()
      const waiting = second.on(libvirt.domainEventReboot, () => {})
      await waiting
      await Promise.all([second.close(), second.close()])
      expect(second.state).toBe('closed')
      expect((await second.closed).reason).toBe('closed')
      await expect(second.call(libvirt.connectGetHostname)).rejects.toMatchObject({
        reason: 'closed',
      })
    })
  })
}
