import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as libvirt from '../index.ts'
import { createFakeLibvirtd, fakeDomain, FakeRefusal, type FakeOptions } from './fake-libvirtd.ts'

const qemu = { uri: 'qemu:///system', callTimeoutMs: 1_000 }
const clean: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const step of clean.splice(0)) await step()
})

async function start(options: FakeOptions = {}, open: Partial<libvirt.OpenOptions> = {}) {
  const fake = createFakeLibvirtd(options)
  clean.push(() => fake.close())
  const connection = await libvirt.openConnection(fake.connect(), { ...qemu, ...open })
  return { fake, connection, call: connection.call }
}

describe('opening', () => {
  it('asks for authentication and opens, in one round trip, and nothing else', async () => {
    const { fake, connection } = await start({ answerAfterIdleMs: 5 })
    expect(fake.calls).toEqual(['authList', 'connectOpen'])
    expect(fake.waves).toBe(1)
    expect(connection.stats().roundTrips).toBe(1)
    expect(connection.state).toBe('open')
  })

  it('authenticates with polkit where it is asked to, then opens anew', async () => {
    const { fake, call } = await start({ authTypes: [libvirt.AuthType.polkit] })
    expect(fake.calls).toEqual(['authList', 'connectOpen', 'authPolkit', 'connectOpen'])
    expect(await call(libvirt.connectGetHostname)).toBe('fake-host')
  })

  it('opens anew where the list that lets it in came too late for the first open', async () => {
    const fake = createFakeLibvirtd()
    clean.push(() => fake.close())
    const early = { kind: 'error', code: 'VIR_ERR_RPC', message: 'identification requise' } as const
    fake.fault(libvirt.connectOpen, early)
    const { call } = await libvirt.openConnection(fake.connect(), qemu)
    expect(fake.calls).toEqual(['authList', 'connectOpen', 'connectOpen'])
    expect(await call(libvirt.connectGetHostname)).toBe('fake-host')
  })

  it('says so when it cannot authenticate', async () => {
    await expect(start({ authTypes: [libvirt.AuthType.sasl] })).rejects.toMatchObject({
      name: 'AuthUnsupportedError',
      offered: [libvirt.AuthType.sasl],
    })
  })

  it('passes on a refusal, and drops the stream', async () => {
    const fake = createFakeLibvirtd()
    fake.fault(libvirt.connectOpen, { kind: 'error', code: 'VIR_ERR_NO_CONNECT', message: 'no' })
    const stream = fake.connect()
    await expect(libvirt.openConnection(stream, qemu)).rejects.toMatchObject({
      codeName: 'VIR_ERR_NO_CONNECT',
    })
    expect(stream.destroyed).toBe(true)
  })

  it('can be called off', async () => {
    const fake = createFakeLibvirtd()
    fake.fault(libvirt.authList, { kind: 'never' })
    const signal = AbortSignal.timeout(20)
    const opening = libvirt.openConnection(fake.connect(), { ...qemu, signal })
    await expect(opening).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('works over a Unix socket', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'fake-libvirtd-'))
    clean.push(() => rm(directory, { recursive: true }))
    const fake = createFakeLibvirtd()
    clean.push(() => fake.close())
    const socketPath = join(directory, 'libvirt-sock')
    await fake.listen(socketPath)
    const { duplex, facts } = await libvirt.openUnix({ socketPath })
    expect(facts).toMatchObject({ route: 'unix', socketPath })
    const connection = await libvirt.openConnection(duplex, qemu)
    expect(await connection.call(libvirt.connectGetHostname)).toBe('fake-host')
    fake.disconnectAll()
    expect((await connection.closed).reason).toBe('closed_by_peer')
  })
})

describe('faults', () => {
  it.each([
    ['delay', { kind: 'delay', ms: 30 }],
    ['wrong_serial', { kind: 'wrong_serial' }],
    ['never', { kind: 'never' }],
  ] as const)('%s hurts one call alone', async (_, fault) => {
    const { fake, call, connection } = await start()
    fake.fault(libvirt.connectGetHostname, fault)
    const spoilt = call(libvirt.connectGetHostname, undefined, { timeoutMs: 10 })
    const other = call(libvirt.connectGetLibVersion)
    await expect(spoilt).rejects.toMatchObject({ name: 'CallTimeoutError' })
    expect(await other).toBe(9_000_000)
    expect(await call(libvirt.connectGetHostname)).toBe('fake-host')
    expect(connection.state).toBe('open')
  })

  it('a corrupt payload hurts one call alone', async () => {
    const { fake, call } = await start()
    fake.fault(libvirt.connectGetHostname, { kind: 'corrupt' })
    await expect(call(libvirt.connectGetHostname)).rejects.toMatchObject({ name: 'XdrError' })
    expect(await call(libvirt.connectGetHostname)).toBe('fake-host')
  })

  it.each([
    ['drop', 'closed_by_peer'],
    ['truncate', 'closed_by_peer'],
    ['oversize', 'protocol_error'],
    ['garbage', 'protocol_error'],
  ] as const)('%s ends every call: %s', async (kind, reason) => {
    const { fake, call, connection } = await start()
    fake.fault(libvirt.connectGetHostname, { kind })
    fake.fault(libvirt.nodeGetInfo, { kind: 'never' })
    const outcomes = await Promise.allSettled([
      call(libvirt.nodeGetInfo),
      call(libvirt.connectGetHostname),
    ])
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { reason } })
    }
    expect(connection.state).toBe('closed')
  })

  it('silence is noticed within the keepalive limit', async () => {
    const keepalive = { intervalMs: 10, limitMs: 50 }
    const { fake, connection } = await start({}, { keepalive })
    fake.silent = true
    expect((await connection.closed).reason).toBe('keepalive_timeout')
  })

  it('a quiet but living host is kept', async () => {
    const keepalive = { intervalMs: 10, limitMs: 30 }
    const { connection } = await start({}, { keepalive })
    const { bytesRead } = connection.stats()
    // Five signs of life take longer than the limit; one of them has 28 bytes.
    await vi.waitFor(() => {
      expect(connection.stats().bytesRead - bytesRead).toBeGreaterThanOrEqual(5 * 28)
    })
    expect(connection.state).toBe('open')
  })
})

describe('state', () => {
  it('is what a test says it is, at any time', async () => {
    const { fake, call } = await start()
    const list = { needResults: true, flags: 0 }
    expect(await call(libvirt.connectListAllDomains, list)).toEqual([])
    fake.host.domains.push(fakeDomain({ name: 'late' }))
    expect(await call(libvirt.connectListAllDomains, list)).toMatchObject([{ name: 'late' }])
  })

  it('lets a test answer by itself, or refuse', async () => {
    const { fake, call } = await start()
    fake.answer(libvirt.connectGetHostname, () => 'other')
    expect(await call(libvirt.connectGetHostname)).toBe('other')
    fake.answer(libvirt.connectGetHostname, () => {
      throw new FakeRefusal('VIR_ERR_ACCESS_DENIED', 'not you')
    })
    await expect(call(libvirt.connectGetHostname)).rejects.toMatchObject({
      codeName: 'VIR_ERR_ACCESS_DENIED',
    })
  })

  it('emits what a test emits, to those who asked', async () => {
    const { fake, connection } = await start()
    const heard: string[] = []
    await connection.on(libvirt.domainEventDeviceAdded, ({ devAlias }) => heard.push(devAlias))
    const dom = { name: 'x', uuid: fakeDomain({ name: 'x' }).uuid, id: 1 }
    fake.emit(libvirt.domainEventDeviceAdded, { dom, devAlias: 'net1' })
    fake.emit(libvirt.domainEventDeviceRemoved, { dom, devAlias: 'net2' })
    await vi.waitFor(() => expect(heard).toEqual(['net1']))
  })
})

describe('programs', () => {
  it('are told apart: QEMU’s procedures are not libvirt’s of the same number', async () => {
    const { call } = await start()
    expect(await call(libvirt.connectGetType)).toBe('QEMU')
    const dom = { name: 'x', uuid: fakeDomain({ name: 'x' }).uuid, id: 1 }
    const ping = call(libvirt.domainAgentCommand, { dom, cmd: '{}', timeout: 1, flags: 0 })
    await expect(ping).rejects.toMatchObject({ codeName: 'VIR_ERR_RPC' })
    // Its first one is not another `connectOpen`, which would cost the connection.
    const command = call(libvirt.domainMonitorCommand, { dom, cmd: '{}', flags: 0 })
    await expect(command).rejects.toMatchObject({ codeName: 'VIR_ERR_RPC' })
    expect(await call(libvirt.connectGetType)).toBe('QEMU')
  })
})

describe('answerAfterIdleMs', () => {
  it('counts the waits of a client from outside, as its own counter does', async () => {
    const { fake, call, connection } = await start({ answerAfterIdleMs: 5 })
    const [waves, { roundTrips }] = [fake.waves, connection.stats()]
    await Promise.all(Array.from({ length: 50 }, () => call(libvirt.connectGetHostname)))
    await call(libvirt.nodeGetInfo).then(() => call(libvirt.connectGetHostname))
    expect(fake.waves - waves).toBe(3)
    expect(connection.stats().roundTrips - roundTrips).toBe(3)
  })
})
