import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as libvirt from './index.ts'
import { createFakeLibvirtd, fakeDomain, type FakeLibvirtd } from './testing/fake-libvirtd.ts'

const event = libvirt.domainEventDeviceAdded
const dom = { name: 'x', uuid: fakeDomain({ name: 'x' }).uuid, id: 1 }

let fake: FakeLibvirtd
let connection: libvirt.Connection

beforeEach(async () => {
  fake = createFakeLibvirtd()
  connection = await libvirt.openConnection(fake.connect(), { uri: 'qemu:///system' })
})
afterEach(() => fake.close())

describe('listening', () => {
  it('is taken back from a host that agreed too late: nothing is told twice', async () => {
    const hasty = await libvirt.openConnection(fake.connect(), {
      uri: 'qemu:///system',
      callTimeoutMs: 20,
    })
    fake.fault(event.register, { kind: 'delay', ms: 60 })
    const late = hasty.on(event, () => {})
    await expect(late).rejects.toMatchObject({ name: 'CallTimeoutError', timeoutMs: 20 })
    const heard: string[] = []
    await hasty.on(event, ({ devAlias }) => heard.push(devAlias))
    await vi.waitFor(() => expect(fake.calls).toContain(event.deregister.name))
    fake.emit(event, { dom, devAlias: 'net1' })
    fake.emit(event, { dom, devAlias: 'net2' })
    await vi.waitFor(() => expect(heard).toContain('net2'))
    expect(heard).toEqual(['net1', 'net2'])
  })
})

describe('stopping to listen', () => {
  it('twice takes no event from others', async () => {
    const heard: string[] = []
    const stop = await connection.on(event, () => {})
    await connection.on(event, ({ devAlias }) => heard.push(devAlias))
    await stop()
    await stop()
    expect(fake.calls).not.toContain(event.deregister.name)
    fake.emit(event, { dom, devAlias: 'net1' })
    await vi.waitFor(() => expect(heard).toEqual(['net1']))
  })

  it('is done when the connection ends meanwhile', async () => {
    const stop = await connection.on(event, () => {})
    fake.fault(event.deregister, { kind: 'never' })
    const stopping = stop()
    await connection.close()
    expect(await stopping).toBe(undefined)
    expect(fake.calls).toContain(event.deregister.name)
  })
})
