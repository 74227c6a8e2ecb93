import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as libvirt from './index.ts'
import { createFakeLibvirtd, type FakeLibvirtd } from './testing/fake-libvirtd.ts'

const vol = { pool: 'default', name: 'disk', key: '/disk' }

let fake: FakeLibvirtd
let connection: libvirt.Connection
let source: PassThrough

beforeEach(async () => {
  fake = createFakeLibvirtd()
  connection = await libvirt.openConnection(fake.connect(), { uri: 'qemu:///system' })
  // Says something, and then nothing more.
  source = new PassThrough()
  source.write('half')
})
afterEach(() => fake.close())

it.each([
  ['it is called off', 'AbortError', (controller: AbortController) => controller.abort()],
  ['the host is lost', 'ConnectionClosedError', () => fake.disconnectAll()],
])('an upload whose source is stuck ends when %s', async (_, name, end) => {
  fake.answerStream(libvirt.storageVolUpload, () => ({}))
  const controller = new AbortController()
  const onProgress = vi.fn<(bytes: number) => void>()
  const { signal } = controller
  const upload = libvirt.uploadVolume(connection, { vol, source, length: 8, signal, onProgress })
  const settled = Promise.allSettled([upload])
  await vi.waitFor(() => expect(onProgress).toHaveBeenCalledWith(4))
  end(controller)
  expect(await settled).toMatchObject([{ status: 'rejected', reason: { name } }])
  expect(source.destroyed).toBe(true)
})

it('an upload that the host refuses lets go of its source', async () => {
  const upload = libvirt.uploadVolume(connection, { vol, source, length: 8 })
  await expect(upload).rejects.toMatchObject({ name: 'LibvirtError' })
  expect(source.destroyed).toBe(true)
})
