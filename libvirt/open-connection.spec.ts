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
