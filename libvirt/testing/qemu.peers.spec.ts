import { beforeAll, expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { eventually, onPeers, refusal } from './peers-suite.ts'

// What QEMU alone does: the monitor, and jobs that take time.
onPeers(['qemu'], ({ name, call, hear, later }) => {
  const folder = `/var/lib/libvirt/images/${name}`
  const mine = (payload: { readonly dom: libvirt.Domain }) => payload.dom.name === name
  let dom: libvirt.Domain

  beforeAll(async () => {
    const poolXml = `<pool type='dir'><name>${name}</name><target><path>${folder}</path></target></pool>`
    const pool = await call(libvirt.storagePoolCreateXml, {
      xml: poolXml,
      flags: libvirt.StoragePoolCreateFlag.withBuild,
    })
    later(async () => {
      await call(libvirt.storagePoolRefresh, { pool, flags: 0 })
      const listed = { pool, needResults: true, flags: 0 }
      for (const vol of await call(libvirt.storagePoolListAllVolumes, listed)) {
        await call(libvirt.storageVolDelete, { vol, flags: 0 })
      }
      // A pool that nobody defined cannot be deleted, only stopped: its folder stays.
      await call(libvirt.storagePoolDestroy, { pool })
    })
    const volumeXml = `<volume><name>disk</name><capacity unit='MiB'>8</capacity>
        <target><format type='qcow2'/></target></volume>`
    const vol = await call(libvirt.storageVolCreateXml, { pool, xml: volumeXml, flags: 0 })
    const xml = `<domain type='qemu'><name>${name}</name>
        <memory unit='MiB'>64</memory><os><type arch='x86_64'>hvm</type></os>
        <devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
          <source file='${vol.key}'/><target dev='vda' bus='virtio'/></disk></devices></domain>`
    const defined = await call(libvirt.domainDefineXml, { xml })
    const flags = libvirt.DomainUndefineFlag.managedSave
    later(() => call(libvirt.domainUndefineFlags, { dom: defined, flags }))
    dom = await call(libvirt.domainCreateWithFlags, { dom: defined, flags: 0 })
    later(() => call(libvirt.domainDestroy, { dom }))
  })

  it('lets its monitor be spoken to, and heard', async () => {
    const heard = await hear(libvirt.domainMonitorEvent, mine)
    const cmd = JSON.stringify({ execute: 'query-status' })
    const answer = await call(libvirt.domainMonitorCommand, { dom, cmd, flags: 0 })
    expect(JSON.parse(answer)).toMatchObject({ return: { running: true } })
    const { hmp } = libvirt.QemuMonitorFlag
    const text = await call(libvirt.domainMonitorCommand, { dom, cmd: 'info status', flags: hmp })
    expect(text).toContain('VM status: running')
    await call(libvirt.domainReset, { dom, flags: 0 })
    await eventually(() => expect(heard.map(({ event }) => event)).toContain('RESET'))
    const messages = await call(libvirt.domainGetMessages, { dom, flags: 0 })
    expect(messages.join()).toContain('monitor')
  })

  it('commits and pulls images', async () => {
    const heard = await hear(libvirt.domainEventBlockJob2, mine)
    const saw = (type: number, status: number) =>
      eventually(() => expect(heard).toContainEqual(expect.objectContaining({ type, status })))
    const { activeCommit, pull } = libvirt.DomainBlockJobType
    const { ready, completed } = libvirt.DomainBlockJobStatus
    const { diskOnly, noMetadata } = libvirt.SnapshotCreateFlag
    const overlay = (file: string) =>
      call(libvirt.domainSnapshotCreateXml, {
        dom,
        xmlDesc: `<domainsnapshot><disks><disk name='vda' snapshot='external'>
            <source file='${folder}/${file}'/></disk></disks></domainsnapshot>`,
        flags: diskOnly | noMetadata,
      })

    await overlay('above')
    const flags = libvirt.DomainBlockCommitFlag.active
    const commit = { dom, disk: 'vda', base: null, top: null, bandwidth: 0, flags }
    await call(libvirt.domainBlockCommit, commit)
    await saw(activeCommit, ready)
    const { pivot } = libvirt.DomainBlockJobAbortFlag
    await call(libvirt.domainBlockJobAbort, { dom, path: 'vda', flags: pivot })
    await saw(activeCommit, completed)

    await overlay('higher')
    await call(libvirt.domainBlockPull, { dom, path: 'vda', bandwidth: 0, flags: 0 })
    await saw(pull, completed)
    const xml = await call(libvirt.domainGetXmlDesc, { dom, flags: 0 })
    expect(xml).toContain(`${folder}/higher`)
    expect(xml).not.toContain(`${folder}/disk`)
  })

  it('pins processors while it runs', async () => {
    const heard = await hear(libvirt.domainEventTunable, mine)
    const cpumap = libvirt.cpuMap([0])
    const flags = libvirt.DomainAffect.live
    await call(libvirt.domainPinVcpuFlags, { dom, vcpu: 0, cpumap, flags })
    await call(libvirt.domainPinEmulator, { dom, cpumap, flags })
    const pinned = await call(libvirt.domainGetEmulatorPinInfo, { dom, maplen: 1, flags })
    expect(libvirt.cpusOf(pinned.cpumaps)).toEqual([0])
    const { info, cpumaps } = await call(libvirt.domainGetVcpus, { dom, maxinfo: 1, maplen: 1 })
    expect(info).toMatchObject([{ number: 0, state: libvirt.VcpuState.running }])
    expect(libvirt.cpusOf(cpumaps)).toEqual([0])
    await eventually(() => {
      const told = heard.flatMap(({ params }) => params.map(({ field }) => field))
      expect(told).toEqual(['cputune.vcpupin0', 'cputune.emulatorpin'])
    })
  })

  it('refuses shares where there are no control groups', async () => {
    const params = [libvirt.param.ullong('cpu_shares', 1_024)]
    const live = { dom, params, flags: libvirt.DomainAffect.live }
    await expect(call(libvirt.domainSetSchedulerParametersFlags, live)).rejects.toThrow(
      refusal('VIR_ERR_OPERATION_INVALID'),
    )
  })

  it('saves its memory, and says when that is done', async () => {
    const heard = await hear(libvirt.domainEventJobCompleted, mine)
    await call(libvirt.domainManagedSave, { dom, flags: 0 })
    expect(await call(libvirt.domainHasManagedSaveImage, { dom, flags: 0 })).toBe(true)
    await eventually(() => expect(heard).toHaveLength(1))
    const params = libvirt.paramValues(heard[0]?.params ?? [])
    expect(params.get('operation')).toBe(libvirt.DomainJobOperation.save)
    await expect(call(libvirt.domainUndefine, { dom })).rejects.toThrow(
      refusal('VIR_ERR_OPERATION_INVALID'),
    )
    await call(libvirt.domainManagedSaveRemove, { dom, flags: 0 })
    expect(await call(libvirt.domainHasManagedSaveImage, { dom, flags: 0 })).toBe(false)
  })
})
