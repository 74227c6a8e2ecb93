/** Machines switched for real, with virsh as the witness. See scripts/lab/README.md. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Machine } from '../../contract/machine.ts'
import type { Problem } from '../../contract/problem.ts'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { openLab, type Lab } from '../../scripts/lab/lab.ts'
import { api, startTestServer, type Browser, type TestServer } from '../testing/server.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'
const uuid = (n: number) => `6f0d1a2a-5e3b-4c8a-9d27-00000000000${n}`

/**
 * A boot sector that waits for the power button (PM1 status at port 0x600, where SeaBIOS puts it) and then switches the
 * machine off (PM1 control at 0x604), as an operating system does.
 */
const listensToItsButton = Buffer.from(
  [
    'ba 02 06 b8 00 01 ef', // mov dx,602h; mov ax,100h; out dx,ax: the button is to be told of
    'ba 00 06', // mov dx,600h
    'ed f6 c4 01 74 fa', // again: in ax,dx; test ah,1; jz again
    'ba 04 06 b8 00 20 ef', // mov dx,604h; mov ax,2000h; out dx,ax: off
    'eb fe', // jmp to itself
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
)

describe.skipIf(!found)(`machines on a real host${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  let one: StartedHost
  let site: TestServer
  let admin: Browser

  beforeAll(async () => {
    const machine = (n: number, name: string, networks: string[] = []) => ({
      name,
      uuid: uuid(n),
      cores: 1,
      memoryMiB: 32,
      disks: [{ pool: 'default' as const, gib: 1, format: 'raw' as const }],
      networks,
      running: false,
    })
    one = await lab.startOwnHost(`life-${process.pid}`, {
      contents: {
        pools: [{ name: 'default', active: true }],
        defaultNetwork: true,
        machines: [machine(1, 'listens'), machine(2, 'deaf'), machine(3, 'broken', ['default'])],
      },
    })
    const disk = '/var/lib/libvirt/images/listens-0.img'
    const bytes = [...listensToItsButton].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    const write = `printf '${bytes.join('')}' | dd of=${disk} conv=notrunc`
    const sign = `printf '\\125\\252' | dd of=${disk} bs=1 seek=510 conv=notrunc`
    await one.inside('sh', '-c', `${write} && ${sign}`)
    site = await startTestServer({ PODYARD_LIBVIRT_SOCKET: one.socket })
    await site.addUser('admin', 'admin')
    admin = await site.logIn('admin')
    const fields = { type: 'virsh', power_address: 'qemu:///system', name: 'real' }
    const added = await ask('POST', '/pods/', fields)
    if (added.statusCode !== 200) throw new Error(added.body)
  })
  afterAll(async () => {
    await site?.server.close()
    if (site) rmSync(site.config.dataDir, { recursive: true })
    await one?.stop()
  })

  const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, payload = {}) =>
    site.server.app.inject({
      method,
      url: `${api}${path}`,
      headers: { ...admin, accept: 'application/json, application/problem+json' },
      ...(method === 'GET' || method === 'DELETE' ? {} : { payload }),
    })
  const machineOf = async (n: number) => {
    const all = (await ask('GET', '/machines/')).json<Machine[]>()
    return all.find(({ podyard }) => podyard.domain_uuid === uuid(n))
  }
  const act = async (n: number, op: string, payload = {}) => {
    const response = await ask(
      'POST',
      `/machines/${(await machineOf(n))?.system_id}/?op=${op}`,
      payload,
    )
    return { status: response.statusCode, machine: response.json<Machine & Problem>() }
  }
  const onHost = async (name: string) => (await one.virsh('domstate', name)).trim()
  const soon = (check: () => Promise<void>, timeout: number) =>
    vi.waitFor(check, { timeout, interval: 20 })

  test('on and off, and virsh says the same at each step', async () => {
    const on = await act(2, 'power_on')
    expect([on.status, on.machine.power_state]).toEqual([200, 'on'])
    expect(await onHost('deaf')).toBe('running')
    expect((await act(2, 'power_on')).machine.power_state).toBe('on')

    await one.virsh('suspend', 'deaf')
    await soon(async () => {
      expect((await machineOf(2))?.podyard.domain_state).toBe('paused')
    }, 1000)
    expect((await act(2, 'power_on')).machine.podyard.domain_state).toBe('running')
    expect(await onHost('deaf')).toBe('running')

    expect((await act(2, 'power_off')).machine.power_state).toBe('off')
    expect(await onHost('deaf')).toBe('shut off')
    expect((await act(2, 'power_off')).status).toBe(200)
  })

  test('softly, by the guest that listens; the one that does not stays on', async () => {
    for (const n of [1, 2]) expect((await act(n, 'power_on')).machine.power_state).toBe('on')
    // The button counts once its boot sector runs; until then the BIOS has it.
    await soon(async () => {
      expect((await act(1, 'power_off', { stop_mode: 'soft' })).status).toBe(200)
      expect((await machineOf(1))?.power_state).toBe('off')
    }, 20_000)
    expect(await onHost('listens')).toBe('shut off')
    expect((await act(2, 'power_off', { stop_mode: 'soft' })).machine.power_state).toBe('on')
    expect(await onHost('deaf')).toBe('running')
    expect((await act(2, 'power_off', { stop_mode: 'hard' })).machine.power_state).toBe('off')
  })

  test('what virsh does behind our back shows within a second', async () => {
    for (const [order, state] of [
      ['start', 'on'],
      ['destroy', 'off'],
    ] as const) {
      await one.virsh(order, 'deaf')
      await soon(async () => expect((await machineOf(2))?.power_state).toBe(state), 1000)
    }
  })

  test('of two actions at once one wins, the other answers 409', async () => {
    const both = await Promise.all([act(2, 'power_on'), act(2, 'power_off')])
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409])
    const winner = both.find(({ status }) => status === 200)
    expect(both.find(({ status }) => status === 409)?.machine.code).toBe('wrong_state')
    const state = await onHost('deaf')
    expect(winner?.machine.power_state).toBe(state === 'running' ? 'on' : 'off')
    await act(2, 'power_off')
  })

  test('what the host refuses is told with its cause and a way out', async () => {
    const refused = await act(3, 'power_on')
    expect([refused.status, refused.machine.code]).toEqual([503, 'libvirt_refused'])
    expect(refused.machine.message).toContain("network 'default' is not active")
    expect(refused.machine.fix?.command).toBe('virsh net-start default')
    expect((await machineOf(3))?.power_state).toBe('off')
  })

  test('its addresses are those that the network of the host gave out', async () => {
    await one.virsh('net-start', 'default')
    expect((await act(3, 'power_on')).status).toBe(200)
    const machine = await machineOf(3)
    // As dnsmasq leaves them for libvirt, had the guest asked.
    const lease = (ip: string, mac: string | undefined, expires: number) =>
      JSON.stringify({ 'ip-address': ip, 'mac-address': mac, 'expiry-time': expires })
    const mac = machine?.interface_set[0]?.mac_address
    const now = Math.floor(Date.now() / 1000)
    const leases = [
      lease('192.168.122.50', mac, now + 3600),
      lease('192.168.122.51', mac, now - 3600),
      lease('192.168.122.52', '52:54:00:00:00:99', now + 3600),
    ]
    const file = '/var/lib/libvirt/dnsmasq/virbr0.status'
    await one.inside('sh', '-c', `printf '%s' '[${leases.join()}]' > ${file}`)
    expect(await one.virsh('net-dhcp-leases', 'default')).toContain('192.168.122.50')
    const [pod] = (await ask('GET', '/pods/')).json<{ id: number }[]>()
    await ask('POST', `/pods/${pod?.id}/?op=refresh`)
    expect((await machineOf(3))?.ip_addresses).toEqual(['192.168.122.50'])
    await act(3, 'power_off')
    expect((await machineOf(3))?.ip_addresses).toEqual([])
  })

  test('allocated, released and commissioned, it is as virsh says', async () => {
    const named = { name: 'deaf', agent_name: 'ci' }
    const taken = (await ask('POST', '/machines/?op=allocate', named)).json<Machine>()
    expect(taken).toMatchObject({ status_name: 'Allocated', owner: 'admin' })
    await act(2, 'power_on')
    expect((await act(2, 'release')).machine.status_name).toMatch(/^Re(leasing|ady)$/)
    await soon(async () => expect((await machineOf(2))?.status_name).toBe('Ready'), 5000)
    expect(await onHost('deaf')).toBe('shut off')
    await act(2, 'commission')
    await soon(async () => expect((await machineOf(2))?.status_name).toBe('Ready'), 5000)
    expect(await onHost('deaf')).toBe('shut off')
  })

  test('released with erase, its disks hold zeros and are what they were', async () => {
    const disks = ['raw', 'qcow2'].map((format) => `/var/lib/libvirt/images/doomed-${format}.img`)
    for (const [index, path] of disks.entries()) {
      const format = index === 0 ? 'raw' : 'qcow2'
      await one.virsh(
        'vol-create-as',
        'default',
        `doomed-${format}.img`,
        '1MiB',
        '--format',
        format,
      )
      await one.inside('sh', '-c', `echo SECRET | dd of=${path} bs=1 seek=700000 conv=notrunc`)
      await one.virsh(
        'attach-disk',
        'deaf',
        path,
        `vd${'bc'[index]}`,
        '--config',
        '--subdriver',
        format,
      )
    }
    const named = { name: 'deaf' }
    expect((await ask('POST', '/machines/?op=allocate', named)).statusCode).toBe(200)
    expect((await act(2, 'release', { erase: 'true', quick_erase: 'true' })).status).toBe(400)
    expect((await act(2, 'release', { erase: 'true' })).machine.status_name).toBe('Releasing')
    await soon(async () => {
      expect(await machineOf(2)).toMatchObject({ status_name: 'Ready', owner: '' })
    }, 20_000)
    for (const [index, path] of disks.entries()) {
      expect(await one.inside('sh', '-c', `grep -c SECRET ${path} || true`)).toMatch(/^0/)
      const xml = await one.virsh('vol-dumpxml', path)
      expect(xml).toContain(`<format type='${index === 0 ? 'raw' : 'qcow2'}'/>`)
      expect(xml).toContain("<capacity unit='bytes'>1048576</capacity>")
    }
  })

  test('a disk that another machine has too is not erased', async () => {
    await one.virsh(
      'attach-disk',
      'listens',
      '/var/lib/libvirt/images/doomed-raw.img',
      'vdz',
      '--config',
    )
    expect((await ask('POST', '/machines/?op=allocate', { name: 'deaf' })).statusCode).toBe(200)
    await act(2, 'release', { erase: 'true' })
    await soon(async () => {
      expect(await machineOf(2)).toMatchObject({
        status_name: 'Releasing failed',
        owner: 'admin',
        status_message: expect.stringContaining('another machine uses it'),
      })
    }, 10_000)
    expect((await act(2, 'release')).machine.status_name).toBe('Ready')
  })

  test('deleted here it stays there, until the pod is refreshed', async () => {
    const system_id = (await machineOf(2))?.system_id
    expect((await ask('DELETE', `/machines/${system_id}/`)).statusCode).toBe(204)
    await one.virsh('start', 'deaf')
    await soon(async () => expect(await onHost('deaf')).toBe('running'), 5000)
    expect(await machineOf(2)).toBeUndefined()
    const [pod] = (await ask('GET', '/pods/')).json<{ id: number }[]>()
    expect((await ask('POST', `/pods/${pod?.id}/?op=refresh`)).statusCode).toBe(200)
    expect(await machineOf(2)).toMatchObject({ hostname: 'deaf', power_state: 'on' })
    await one.virsh('destroy', 'deaf')
  })
})
