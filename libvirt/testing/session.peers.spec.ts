import { expect, it } from 'vitest'
import { remote } from '../protocol/remote.ts'
import { nothing } from '../xdr/numbers.ts'
import * as libvirt from '../index.ts'
import { onEveryPeer, refusal } from './peers-suite.ts'

/** Everything a resync asks for, in two waves. */
async function discover({ call }: libvirt.Connection): Promise<readonly string[]> {
  const stats = libvirt.DomainStats.state | libvirt.DomainStats.balloon
  const [records, pools, networks] = await Promise.all([
    call(libvirt.connectGetAllDomainStats, { doms: [], stats, flags: 0 }),
    call(libvirt.connectListAllStoragePools, { needResults: true, flags: 0 }),
    call(libvirt.connectListAllNetworks, { needResults: true, flags: 0 }),
    call(libvirt.nodeGetInfo),
  ])
  const documents = await Promise.allSettled([
    ...records.map(({ dom }) => call(libvirt.domainGetXmlDesc, { dom, flags: 0 })),
    ...pools.map((pool) => call(libvirt.storagePoolGetXmlDesc, { pool, flags: 0 })),
    ...networks.map((net) => call(libvirt.networkGetXmlDesc, { net, flags: 0 })),
  ])
  // Other suites make and remove things meanwhile.
  return documents.flatMap((document) => (document.status === 'fulfilled' ? document.value : []))
}

onEveryPeer(({ peer, name, connection, call }) => {
  it('is the peer that was asked for', async () => {
    const [hostname, type, libVersion] = await Promise.all([
      call(libvirt.connectGetHostname),
      call(libvirt.connectGetType),
      call(libvirt.connectGetLibVersion),
    ])
    expect({ hostname, type, libVersion }).toEqual(await peer.identity())
  })

  it('answers five hundred calls written at once, in one round trip', async () => {
    const before = connection().stats().roundTrips
    const calls = Array.from({ length: 500 }, () => call(libvirt.connectGetLibVersion))
    expect(new Set(await Promise.all(calls)).size).toBe(1)
    expect(connection().stats().roundTrips - before).toBe(1)
  })

  it('is discovered in two round trips', async () => {
    const before = connection().stats().roundTrips
    const documents = await discover(connection())
    expect(documents.length).toBeGreaterThan(0)
    for (const document of documents) expect(document).toMatch(/^<(domain|pool|network)/)
    expect(connection().stats().roundTrips - before).toBe(2)
  })

  it('refuses what does not exist, by libvirt’s own code', async () => {
    const absent = { name: `${name}-absent` }
    await expect(call(libvirt.domainLookupByName, absent)).rejects.toThrow(
      refusal('VIR_ERR_NO_DOMAIN'),
    )
    await expect(call(libvirt.storagePoolLookupByName, absent)).rejects.toThrow(
      refusal('VIR_ERR_NO_STORAGE_POOL'),
    )
    await expect(call(libvirt.networkLookupByName, absent)).rejects.toThrow(
      refusal('VIR_ERR_NO_NETWORK'),
    )
    await expect(call(remote('newest', 60_000, nothing, nothing))).rejects.toThrow(
      refusal('VIR_ERR_RPC'),
    )
    await expect(call(libvirt.domainDefineXml, { xml: '<domain/>' })).rejects.toThrow(
      expect.objectContaining({ name: 'LibvirtError' }),
    )
    expect(connection().state).toBe('open')
  })

  it('shares one registration between listeners', async () => {
    const silent = () => {}
    const before = connection().stats().calls
    const stops = await Promise.all(
      [1, 2, 3].map(() => connection().on(libvirt.domainEventReboot, silent)),
    )
    expect(connection().stats().calls - before).toBe(1)
    for (const stop of stops) await stop()
    expect(connection().stats().calls - before).toBe(2)
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
