import { expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { eventually, onEveryPeer, refusal } from './peers-suite.ts'

onEveryPeer(({ name, call, ask, hear, later }) => {
  const bridge = `v${name.slice(5)}`
  /** A /24 of its own: suites run at the same time. */
  const subnet = `10.${Number.parseInt(name.slice(5, 7), 16)}.${Number.parseInt(name.slice(7, 9), 16)}`
  const host = `<host mac='52:54:00:00:00:09' ip='${subnet}.9'/>`
  const xml = `<network><name>${name}</name><bridge name='${bridge}'/>
    <ip address='${subnet}.1' netmask='255.255.255.0'>
      <dhcp><range start='${subnet}.2' end='${subnet}.20'/></dhcp>
    </ip>
  </network>`

  it('keeps networks', async () => {
    const { defined, undefined: gone } = libvirt.NetworkLifecycle
    const heard = await hear(libvirt.networkEventLifecycle, ({ net }) => net.name === name)
    const net = await call(libvirt.networkDefineXml, { xml })
    later(() => call(libvirt.networkUndefine, { net }))
    await call(libvirt.networkSetAutostart, { net, autostart: true })
    expect(await call(libvirt.networkGetAutostart, { net })).toBe(true)
    expect(await call(libvirt.networkIsActive, { net })).toBe(false)
    expect(await call(libvirt.networkIsPersistent, { net })).toBe(true)
    expect(await call(libvirt.networkGetBridgeName, { net })).toBe(bridge)
    expect(await call(libvirt.networkLookupByUuid, { uuid: net.uuid })).toEqual(net)
    await call(libvirt.networkUndefine, { net })
    await eventually(() => expect(heard.map(({ event }) => event)).toEqual([defined, gone]))
  })

  it('starts a network that nobody defined, and adds a fixed address to it', async () => {
    const feature = libvirt.ConnectFeature.networkUpdateHasCorrectOrder
    expect(await call(libvirt.connectSupportsFeature, { feature })).toBe(true)
    const heard = await hear(libvirt.networkEventLifecycle, ({ net }) => net.name === name)
    const net = await call(libvirt.networkCreateXml, { xml })
    later(() => call(libvirt.networkDestroy, { net }))
    expect(await call(libvirt.networkIsPersistent, { net })).toBe(false)
    expect(await call(libvirt.networkIsActive, { net })).toBe(true)

    const update = {
      net,
      section: libvirt.NetworkSection.ipDhcpHost,
      parentIndex: -1,
      xml: host,
      flags: libvirt.NetworkUpdateFlag.live,
    }
    const addresses = async () =>
      (await call(libvirt.networkGetXmlDesc, { net, flags: 0 })).includes(`ip='${subnet}.9'`)
    const { addLast, delete: taken } = libvirt.NetworkUpdateCommand
    await call(libvirt.networkUpdate, { ...update, command: addLast })
    expect(await addresses()).toBe(true)
    await expect(call(libvirt.networkUpdate, { ...update, command: addLast })).rejects.toThrow(
      refusal('VIR_ERR_OPERATION_INVALID'),
    )
    await call(libvirt.networkUpdate, { ...update, command: taken })
    expect(await addresses()).toBe(false)

    const leases = { net, mac: null, needResults: true, flags: 0 }
    expect((await ask(libvirt.networkGetDhcpLeases, leases)) ?? []).toEqual([])
    await call(libvirt.networkDestroy, { net })
    const { started, stopped } = libvirt.NetworkLifecycle
    await eventually(() => expect(heard.map(({ event }) => event)).toEqual([started, stopped]))
    await expect(call(libvirt.networkLookupByName, { name })).rejects.toThrow(
      refusal('VIR_ERR_NO_NETWORK'),
    )
  })

  it('keeps filters', async () => {
    const rule = `<rule action='drop' direction='in' priority='500'><tcp/></rule>`
    const document = `<filter name='${name}' chain='root'>${rule}</filter>`
    const nwfilter = await ask(libvirt.nwfilterDefineXml, { xml: document })
    await ask(libvirt.connectListAllNwfilters, { needResults: true, flags: 0 })
    if (!nwfilter) return
    expect(await call(libvirt.nwfilterLookupByName, { name })).toEqual(nwfilter)
    expect(await call(libvirt.nwfilterLookupByUuid, { uuid: nwfilter.uuid })).toEqual(nwfilter)
    expect(await call(libvirt.nwfilterGetXmlDesc, { nwfilter, flags: 0 })).toContain(
      rule.slice(0, 20),
    )
    await call(libvirt.nwfilterUndefine, { nwfilter })
    await expect(call(libvirt.nwfilterLookupByName, { name })).rejects.toThrow(
      refusal('VIR_ERR_NO_NWFILTER'),
    )
  })
})
