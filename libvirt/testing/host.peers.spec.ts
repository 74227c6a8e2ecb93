import { expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { onEveryPeer, refusal } from './peers-suite.ts'

onEveryPeer(({ peer, name, call, ask }) => {
  const all = { needResults: true, flags: 0 }

  it('knows where it is', async () => {
    expect(await call(libvirt.connectGetUri)).toMatch(/^(qemu|test):\/\/\//)
    expect(await call(libvirt.connectIsSecure)).toBe(true)
    expect(await call(libvirt.connectGetMaxVcpus, { type: null })).toBeGreaterThan(0)
    const { typedParamString } = libvirt.ConnectFeature
    expect(await call(libvirt.connectSupportsFeature, { feature: typedParamString })).toBe(true)
    const models = { arch: 'x86_64', ...all }
    expect(await call(libvirt.connectGetCpuModelNames, models)).toContain('qemu64')
  })

  it('knows its memory', async () => {
    const args = { nparams: 4, cellNum: libvirt.ALL_CELLS, flags: 0 }
    const answer = await ask(libvirt.nodeGetMemoryStats, args)
    if (!answer) return
    const { params } = answer
    expect(params.map(({ field }) => field)).toEqual(['total', 'free', 'buffers', 'cached'])
    expect(await call(libvirt.nodeGetFreeMemory)).toBeGreaterThan(0)
  })

  it('knows its processors', async () => {
    const asked = { cpuNum: libvirt.ALL_CPUS, flags: 0 }
    const { nparams } = await call(libvirt.nodeGetCpuStats, { ...asked, nparams: 0 })
    const { params } = await call(libvirt.nodeGetCpuStats, { ...asked, nparams })
    expect(params.map(({ field }) => field).toSorted()).toEqual([
      'idle',
      'iowait',
      'kernel',
      'user',
    ])
    const map = await call(libvirt.nodeGetCpuMap, { needMap: true, needOnline: true, flags: 0 })
    expect(libvirt.cpusOf(map.cpumap)).toHaveLength(map.online)
    const free = await call(libvirt.nodeGetCellsFreeMemory, { startCell: 0, maxcells: 4 })
    expect(free[0]).toBeGreaterThan(0)
    expect((await call(libvirt.nodeGetSecurityModel)).model).not.toContain('\0')
  })

  it('lists its devices', async () => {
    const devices = await call(libvirt.connectListAllNodeDevices, all)
    expect(devices.map((device) => device.name)).toContain('computer')
    const device = devices.find(({ name: one }) => one !== 'computer')
    const found = { name: device?.name ?? '' }
    expect(await call(libvirt.nodeDeviceLookupByName, found)).toEqual(device)
    const parent = await call(libvirt.nodeDeviceGetParent, found)
    const xml = await call(libvirt.nodeDeviceGetXmlDesc, { ...found, flags: 0 })
    expect(xml).toContain(`<parent>${parent}</parent>`)
    const maxnames = await call(libvirt.nodeDeviceNumOfCaps, found)
    const able = await call(libvirt.nodeDeviceListCaps, { ...found, maxnames })
    expect(able).toHaveLength(maxnames)
    for (const type of able) expect(xml).toContain(`type='${type}'`)

    const flags = libvirt.NodeDeviceListFlag.capSystem
    const systems = await call(libvirt.connectListAllNodeDevices, { needResults: true, flags })
    expect(systems).toEqual([{ name: 'computer' }])
    await expect(call(libvirt.nodeDeviceLookupByName, { name })).rejects.toThrow(
      refusal('VIR_ERR_NO_NODE_DEVICE'),
    )
  })

  it('lists its interfaces', async () => {
    const interfaces = await call(libvirt.connectListAllInterfaces, all)
    const [iface = { name: '', mac: '' }] = interfaces
    expect(await call(libvirt.interfaceLookupByName, { name: iface.name })).toEqual(iface)
    expect(await call(libvirt.interfaceLookupByMacString, { mac: iface.mac })).toEqual(iface)
    const xml = await call(libvirt.interfaceGetXmlDesc, { iface, flags: 0 })
    expect(xml).toContain(`name='${iface.name}'`)
    expect(typeof (await call(libvirt.interfaceIsActive, { iface }))).toBe('boolean')
    await expect(call(libvirt.interfaceLookupByName, { name })).rejects.toThrow(
      refusal('VIR_ERR_NO_INTERFACE'),
    )
  })

  it('says what it can run', async () => {
    const nothing = { emulatorbin: null, arch: null, machine: null, virttype: null, flags: 0 }
    const virttype = peer.kind === 'test' ? null : peer.domainType
    const able = await ask(libvirt.connectGetDomainCapabilities, { ...nothing, virttype })
    expect(able ?? '<domainCapabilities>').toMatch(/^<domainCapabilities>/)
  })
})
