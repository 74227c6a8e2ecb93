import { beforeAll, expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { eventually, onPeers, refusal } from './peers-suite.ts'

const MiB = 1024 ** 2

onPeers(['fake', 'qemu'], ({ peer, name, call, hear, later }) => {
  const folder = `/var/lib/libvirt/images/${name}`
  const live = libvirt.DomainAffect.live
  let dom: libvirt.Domain

  async function startPool(): Promise<libvirt.StoragePool> {
    const xml = `<pool type='dir'><name>${name}</name><target><path>${folder}</path></target></pool>`
    const pool = await call(libvirt.storagePoolDefineXml, { xml, flags: 0 })
    later(() => call(libvirt.storagePoolUndefine, { pool }))
    later(() => call(libvirt.storagePoolDelete, { pool, flags: 0 }))
    later(() => call(libvirt.storagePoolDestroy, { pool }))
    later(() => emptyPool(pool))
    await call(libvirt.storagePoolBuild, { pool, flags: 0 })
    await call(libvirt.storagePoolCreate, { pool, flags: 0 })
    return pool
  }

  /** Block jobs make files of which the pool does not know yet. */
  async function emptyPool(pool: libvirt.StoragePool): Promise<void> {
    await call(libvirt.storagePoolRefresh, { pool, flags: 0 })
    const vols = await call(libvirt.storagePoolListAllVolumes, {
      pool,
      needResults: true,
      flags: 0,
    })
    await Promise.all(vols.map((vol) => call(libvirt.storageVolDelete, { vol, flags: 0 })))
  }

  function createVolume(pool: libvirt.StoragePool, volume: string): Promise<libvirt.StorageVol> {
    const format = `<target><format type='qcow2'/></target>`
    const xml = `<volume><name>${volume}</name><capacity unit='MiB'>8</capacity>${format}</volume>`
    return call(libvirt.storageVolCreateXml, { pool, xml, flags: 0 })
  }

  const disk = (volume: string, target: string, bus: string) =>
    `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>` +
    `<source file='${folder}/${volume}'/><target dev='${target}' bus='${bus}'/></disk>`

  const mine = (payload: { readonly dom: libvirt.Domain }) => payload.dom.name === name

  beforeAll(async () => {
    const pool = await startPool()
    await createVolume(pool, 'first')
    await createVolume(pool, 'second')
    const xml = `<domain type='${peer.domainType}'><name>${name}</name>
      <memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>
      <devices>${disk('first', 'vda', 'virtio')}
        <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
      </devices></domain>`
    const defined = await call(libvirt.domainDefineXml, { xml })
    later(() => call(libvirt.domainUndefine, { dom: defined }))
    dom = await call(libvirt.domainCreateWithFlags, { dom: defined, flags: 0 })
    later(() => call(libvirt.domainDestroy, { dom }))
  })

  it('measures memory and disk', async () => {
    const stats = await call(libvirt.domainMemoryStats, { dom, maxStats: 16, flags: 0 })
    const { actualBalloon } = libvirt.DomainMemoryStat
    expect(stats).toContainEqual({ tag: actualBalloon, val: 64 * 1024 })
    const onDisk = { dom, path: 'vda', flags: 0 }
    const before = await call(libvirt.domainGetBlockInfo, onDisk)
    expect(before.allocation).toBeLessThan(8 * MiB)
    const size = 16 * 1024
    await call(libvirt.domainBlockResize, { dom, disk: 'vda', size, flags: 0 })
    expect((await call(libvirt.domainGetBlockInfo, onDisk)).capacity).toBe(16 * MiB)
    expect(await call(libvirt.domainGetMaxVcpus, { dom })).toBe(1)
  })

  it('plugs in a disk and takes it out again, and says so', async () => {
    const added = await hear(libvirt.domainEventDeviceAdded, mine)
    const removed = await hear(libvirt.domainEventDeviceRemoved, mine)
    // Nobody inside has to let go of a USB disk.
    const xml = disk('second', 'sdb', 'usb')
    await call(libvirt.domainAttachDeviceFlags, { dom, xml, flags: live })
    const described = async () =>
      (await call(libvirt.domainGetXmlDesc, { dom, flags: 0 })).includes(`dev='sdb'`)
    expect(await described()).toBe(true)
    await expect(call(libvirt.domainAttachDeviceFlags, { dom, xml, flags: live })).rejects.toThrow(
      refusal('VIR_ERR_XML_ERROR'),
    )
    await call(libvirt.domainDetachDeviceFlags, { dom, xml, flags: live })
    await eventually(() => expect(removed).toHaveLength(1))
    expect(added.map(({ devAlias }) => devAlias)).toEqual(removed.map(({ devAlias }) => devAlias))
    expect(await described()).toBe(false)
    await expect(call(libvirt.domainDetachDeviceFlags, { dom, xml, flags: live })).rejects.toThrow(
      refusal('VIR_ERR_DEVICE_MISSING'),
    )
  })

  it('copies a disk and moves over to the copy', async () => {
    const { copy } = libvirt.DomainBlockJobType
    const { ready, completed } = libvirt.DomainBlockJobStatus
    const heard = await hear(libvirt.domainEventBlockJob2, mine)
    const told = () => heard.map(({ dst, type, status }) => ({ dst, type, status }))
    const onDisk = { dom, path: 'vda', flags: 0 }
    const idle = { found: false, type: 0, bandwidth: 0, cur: 0, end: 0 }
    expect(await call(libvirt.domainGetBlockJobInfo, onDisk)).toEqual(idle)

    const destxml = `<disk type='file'><driver type='qcow2'/><source file='${folder}/copy'/></disk>`
    const flags = libvirt.DomainBlockCopyFlag.transientJob
    await call(libvirt.domainBlockCopy, { dom, path: 'vda', destxml, params: [], flags })
    await eventually(() => expect(told()).toContainEqual({ dst: 'vda', type: copy, status: ready }))
    const job = await call(libvirt.domainGetBlockJobInfo, onDisk)
    expect(job).toMatchObject({ found: true, type: copy, cur: job.end })

    const { pivot } = libvirt.DomainBlockJobAbortFlag
    await call(libvirt.domainBlockJobAbort, { ...onDisk, flags: pivot })
    const done = { dst: 'vda', type: copy, status: completed }
    await eventually(() => expect(told()).toContainEqual(done))
    expect(await call(libvirt.domainGetBlockJobInfo, onDisk)).toEqual(idle)
    await expect(call(libvirt.domainBlockJobAbort, { ...onDisk, flags: pivot })).rejects.toThrow(
      refusal('VIR_ERR_INVALID_ARG'),
    )
  })

  it('tells what was tuned', async () => {
    const heard = await hear(libvirt.domainEventTunable, mine)
    const params = [libvirt.param.ullong('total_bytes_sec', 2_000_000)]
    await call(libvirt.domainSetBlockIoTune, { dom, disk: 'vda', params, flags: live })
    await eventually(() => expect(heard).toHaveLength(1))
    const told = libvirt.paramValues(heard[0]?.params ?? [])
    expect(told.get('blkdeviotune.total_bytes_sec')).toBe(2_000_000)
  })

  it('says that nobody answers inside', async () => {
    const silent = refusal('VIR_ERR_AGENT_UNRESPONSIVE')
    const on = { dom, flags: 0 }
    await expect(call(libvirt.domainGetTime, on)).rejects.toThrow(silent)
    await expect(call(libvirt.domainGetFsinfo, on)).rejects.toThrow(silent)
    const all = { ...on, mountpoints: [] }
    await expect(call(libvirt.domainFsfreeze, all)).rejects.toThrow(silent)
    await expect(call(libvirt.domainGetGuestInfo, { ...on, types: 0 })).rejects.toThrow(silent)
  })
})

// Machines of the test driver have no disks that work, and nothing inside.
onPeers(['test'], ({ call, ask }) => {
  it('has neither block jobs nor devices to plug in', async () => {
    const dom = await call(libvirt.domainLookupByName, { name: 'test' })
    const on = { dom, flags: 0 }
    const onDisk = { ...on, path: 'vda', disk: 'vda', bandwidth: 0 }
    const device = { ...on, xml: '<disk/>' }
    const answers = await Promise.all([
      ask(libvirt.domainAttachDeviceFlags, device),
      ask(libvirt.domainDetachDeviceFlags, device),
      ask(libvirt.domainBlockResize, { ...onDisk, size: 1 }),
      ask(libvirt.domainBlockCopy, { ...onDisk, destxml: '<disk/>', params: [] }),
      ask(libvirt.domainBlockCommit, { ...onDisk, base: null, top: null }),
      ask(libvirt.domainBlockPull, onDisk),
      ask(libvirt.domainGetBlockJobInfo, onDisk),
      ask(libvirt.domainBlockJobAbort, onDisk),
      ask(libvirt.domainGetGuestInfo, { ...on, types: 0 }),
      ask(libvirt.domainMonitorCommand, { ...on, cmd: '{}' }),
    ])
    expect(new Set(answers)).toEqual(new Set([undefined]))
  })
})
