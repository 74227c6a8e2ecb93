import { beforeAll, expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { onEveryPeer, refusal } from './peers-suite.ts'

onEveryPeer(({ peer, name, arch, call, later }) => {
  const poolXml = `<pool type='dir'><name>${name}</name>
    <target><path>/var/lib/libvirt/images/${name}</path></target></pool>`
  const volumeXml = `<volume><name>disk</name><capacity unit='MiB'>4</capacity>
    <target><format type='qcow2'/></target></volume>`
  let dom: libvirt.Domain

  beforeAll(async () => {
    const pool = await call(libvirt.storagePoolDefineXml, { xml: poolXml, flags: 0 })
    later(() => call(libvirt.storagePoolUndefine, { pool }))
    await call(libvirt.storagePoolBuild, { pool, flags: 0 })
    later(() => call(libvirt.storagePoolDelete, { pool, flags: 0 }))
    await call(libvirt.storagePoolCreate, { pool, flags: 0 })
    later(() => call(libvirt.storagePoolDestroy, { pool }))
    const vol = await call(libvirt.storageVolCreateXml, { pool, xml: volumeXml, flags: 0 })
    later(() => call(libvirt.storageVolDelete, { vol, flags: 0 }))
    const xml = `<domain type='${peer.domainType}'><name>${name}</name>
      <memory unit='MiB'>64</memory><os><type arch='${arch}'>hvm</type></os>
      <devices><disk type='file' device='disk'>
        <driver name='qemu' type='qcow2'/><source file='${vol.key}'/><target dev='vda' bus='virtio'/>
      </disk></devices></domain>`
    dom = await call(libvirt.domainDefineXml, { xml })
    const flags = libvirt.DomainUndefineFlag.snapshotsMetadata
    later(() => call(libvirt.domainUndefineFlags, { dom, flags }))
  })

  it('makes snapshots, goes back to one, and lets go of them', async () => {
    const on = { dom, flags: 0 }
    const make = (snapshot: string) =>
      call(libvirt.domainSnapshotCreateXml, {
        dom,
        xmlDesc: `<domainsnapshot><name>${snapshot}</name></domainsnapshot>`,
        flags: 0,
      })
    const list = () => call(libvirt.domainListAllSnapshots, { dom, needResults: true, flags: 0 })
    const current = async () => (await call(libvirt.domainSnapshotCurrent, on)).name
    const none = refusal('VIR_ERR_NO_DOMAIN_SNAPSHOT')

    expect(await call(libvirt.domainHasCurrentSnapshot, on)).toBe(false)
    await expect(current()).rejects.toThrow(none)

    const one = await make('one')
    const two = await make('two')
    expect(one).toEqual({ name: 'one', dom })
    // In no order.
    expect(new Set(await list())).toEqual(new Set([one, two]))
    expect(await current()).toBe('two')
    expect(await call(libvirt.domainSnapshotIsCurrent, { snap: one, flags: 0 })).toBe(false)
    expect(await call(libvirt.domainSnapshotHasMetadata, { snap: one, flags: 0 })).toBe(true)
    expect(await call(libvirt.domainSnapshotGetParent, { snap: two, flags: 0 })).toEqual(one)
    expect(await call(libvirt.domainSnapshotNumChildren, { snap: one, flags: 0 })).toBe(1)
    const below = { snapshot: one, needResults: true, flags: 0 }
    expect(await call(libvirt.domainSnapshotListAllChildren, below)).toEqual([two])
    const xml = await call(libvirt.domainSnapshotGetXmlDesc, { snap: one, flags: 0 })
    expect(xml).toContain('<state>shutoff</state>')

    await call(libvirt.domainRevertToSnapshot, { snap: one, flags: 0 })
    expect(await current()).toBe('one')
    await expect(call(libvirt.domainUndefine, { dom })).rejects.toThrow(
      refusal('VIR_ERR_OPERATION_INVALID'),
    )
    await call(libvirt.domainSnapshotDelete, { snap: one, flags: 0 })
    expect(await list()).toEqual([two])
    await expect(call(libvirt.domainSnapshotGetParent, { snap: two, flags: 0 })).rejects.toThrow(
      none,
    )
    await call(libvirt.domainSnapshotDelete, { snap: two, flags: 0 })
    await expect(
      call(libvirt.domainSnapshotLookupByName, { dom, name: 'two', flags: 0 }),
    ).rejects.toThrow(none)
  })
})
