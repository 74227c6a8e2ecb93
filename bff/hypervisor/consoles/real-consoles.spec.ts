/** Consoles of real machines: QEMU behind libvirtd, over SSH and on this machine. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleChoices } from '../../../contract/rules/consoles.ts'
import { openLab, type Lab } from '../../../scripts/lab/lab.ts'
import { createLibvirtHypervisor } from '../libvirt-hypervisor.ts'
import type { HostConnection } from '../port.ts'
import type { StartedHost } from '../../../scripts/lab/host.ts'
import { consoleDomain, relayPort } from '../../../scripts/lab/console-machine.ts'
import type { GuestStream, LogEnd } from './port.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'
const signal = AbortSignal.timeout(60_000)

/** Everything until these words have come. */
async function until({ duplex }: GuestStream, words: string | RegExp): Promise<string> {
  let text = ''
  for await (const chunk of duplex.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    if (text.match(words)) return text
  }
  throw new Error(`The console ended with: ${text}`)
}

describe.skipIf(!found)(`consoles of a real host${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  const hypervisor = createLibvirtHypervisor({
    privateKey: found ? readFileSync(found.privateKeyPath, 'utf8') : '',
    allowTestDriver: true,
    socketPath: found?.socket,
  })
  const connect = (address: string) =>
    hypervisor.connect({
      address,
      password: null,
      hostKey: null,
      trust: 'first_use',
      acceptFingerprint: null,
    })
  let host: StartedHost
  let connection: HostConnection
  let relay: Awaited<ReturnType<typeof relayPort>>
  const uuid = '5c0e1a21-5e3b-4c8a-9d27-0000000000aa'
  const through = (door: string) => {
    const { port, user } = host.doors[door] ?? { port: 0, user: '' }
    return connect(`qemu+ssh://${user}@127.0.0.1:${port}/system`)
  }
  const virshXml = async (order: string, xml: string) => {
    await host.inside('sh', '-c', `cat > /tmp/console.xml <<'END'\n${xml}\nEND`)
    await host.inside('virsh', '-q', order, '/tmp/console.xml')
  }

  beforeAll(async () => {
    host = await lab.startOwnHost('consoles', { doors: ['key', 'no-forwarding'] })
    relay = await relayPort(host)
    await virshXml('define', consoleDomain({ uuid, vncPort: relay.port, password: 'sesame' }))
    await host.virsh('start', 'talker')
    connection = await through('key')
  })
  afterAll(async () => {
    await connection.close()
    relay.close()
    await host.stop()
  })

  test('are told as they are', async () => {
    const told = await connection.consoles.read(uuid)
    expect(told).toMatchObject({
      password: 'sesame',
      facts: { running: true, simulated: false, screen: 'vnc', serial: 'pty' },
    })
    expect(await connection.consoles.read('5c0e1a21-5e3b-4c8a-9d27-0000000000ff')).toBeNull()
  })

  test('of a simulated host are none, and that is told', async () => {
    const simulated = await connect('test:///default')
    const { machines } = await simulated.discover()
    const told = await simulated.consoles.read(machines[0]?.uuid ?? '')
    expect(told?.facts.simulated).toBe(true)
    const reasons = told && consoleChoices(told.facts).map(({ reason }) => reason)
    expect(reasons?.join()).toContain('simulated')
    await simulated.close()
  })

  test('the serial port prints what the machine prints', async () => {
    const serial = await connection.consoles.openSerial(uuid, { signal, takeOver: false })
    await host.virsh('reset', 'talker')
    expect(await until(serial, 'SeaBIOS')).toContain('SeaBIOS')
    await serial.close()
  })

  test('the serial port has one reader at a time, until somebody takes over', async () => {
    const open = (takeOver: boolean) => connection.consoles.openSerial(uuid, { signal, takeOver })
    const first = await open(false)
    first.duplex.resume()
    const ended = new Promise((resolve) => first.duplex.once('close', resolve))
    await expect(open(false)).rejects.toMatchObject({ end: 'taken' })
    const second = await open(true)
    await ended
    await first.close()
    await second.close()
    await (await open(false)).close()
  })

  test('the serial port ends with the machine, and there is none of one that is off', async () => {
    const serial = await connection.consoles.openSerial(uuid, { signal, takeOver: false })
    const ended = new Promise((resolve) => serial.duplex.once('close', resolve))
    serial.duplex.resume()
    await host.virsh('destroy', 'talker')
    await ended
    await serial.close()
    const opening = connection.consoles.openSerial(uuid, { signal, takeOver: false })
    await expect(opening).rejects.toMatchObject({ end: 'machine_off' })
    const screen = connection.consoles.openScreen(uuid, { signal })
    await expect(screen).rejects.toMatchObject({ end: 'machine_off' })
    await host.virsh('start', 'talker')
  })

  test('the screen speaks VNC', async () => {
    const screen = await connection.consoles.openScreen(uuid, { signal })
    expect(await until(screen, /\n/)).toMatch(/^RFB 003\.00\d\n$/)
    await screen.close()
  })

  test('a hundred consoles, opened and closed, leave nothing behind', async () => {
    for (let round = 0; round < 50; round += 1) {
      const [serial, screen] = await Promise.all([
        connection.consoles.openSerial(uuid, { signal, takeOver: false }),
        connection.consoles.openScreen(uuid, { signal }),
      ])
      await Promise.all([serial.close(), screen.close()])
    }
    await expect.poll(relay.connections).toBe(0)
    const clients = Number(
      /nclients\s*:\s*(\d+)/.exec(
        await host.inside('virt-admin', 'srv-clients-info', 'libvirtd'),
      )?.[1],
    )
    expect(clients).toBeLessThanOrEqual(2)
  })

  test('a host that forbids tunnels says so of the screen, and passes on the serial port', async () => {
    const narrow = await through('no-forwarding')
    const screen = narrow.consoles.openScreen(uuid, { signal })
    await expect(screen).rejects.toMatchObject({ end: 'tunnel_forbidden' })
    const serial = await narrow.consoles.openSerial(uuid, { signal, takeOver: false })
    await serial.close()
    await narrow.close()
  })

  test('what does not greet as VNC gets no byte', async () => {
    const silent = await relayPort(host, 'cat')
    const xml = consoleDomain({
      uuid: uuid.replace(/aa$/, 'bb'),
      name: 'liar',
      vncPort: silent.port,
      log: null,
    })
    await virshXml('create', xml)
    silent.answer('SSH-2.0-OpenSSH\r\n')
    const opening = connection.consoles.openScreen(uuid.replace(/aa$/, 'bb'), { signal })
    await expect(opening).rejects.toMatchObject({ end: 'not_vnc' })
    expect(silent.received()).toBe('')
    silent.close()
    await host.virsh('destroy', 'liar')
  })

  test('the log of the serial port is read, though it is root’s alone', async () => {
    const mode = await host.inside('stat', '-c', '%a %U', '/var/log/libvirt/qemu/talker-serial.log')
    expect(mode.trim()).toBe('600 root')
    const read = (bytes: number) => connection.consoles.readLog(uuid, bytes)
    const all = (await read(65_536)) as LogEnd
    expect(String(all.bytes)).toContain('SeaBIOS')
    expect(all.size).toBe(all.bytes.length)
    const end = (await read(10)) as LogEnd
    expect(end.bytes).toEqual(all.bytes.subarray(-10))
    const both = await Promise.all([read(5), read(7)])
    expect(both.map((each) => (each as LogEnd).bytes.length)).toEqual([5, 7])
    expect(await host.virsh('pool-list', '--all', '--name')).not.toContain('podyard')
  })

  test('a log that looks like a disk image is read as it is', async () => {
    const path = '/var/log/libvirt/qemu/talker-serial.log'
    // QFI, version 3, no backing file, and a size of 1 PiB.
    const head = String.raw`printf 'QFI\373\0\0\0\003\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\020\0\004\0\0\0\0\0\0'`
    await host.inside(
      'sh',
      '-c',
      `${head} > ${path}; head -c 1000 /dev/zero >> ${path}; echo -n end >> ${path}`,
    )
    const end = (await connection.consoles.readLog(uuid, 3)) as LogEnd
    expect(String(end.bytes)).toBe('end')
    expect(end.size).toBe(1035)
  })

  test('where no log is kept, or it lies elsewhere, that is told', async () => {
    const other = uuid.replace(/aa$/, 'cc')
    await virshXml('define', consoleDomain({ uuid: other, name: 'mute', log: null }))
    expect(await connection.consoles.readLog(other, 10)).toMatchObject({ without: 'none_kept' })
    await virshXml('define', consoleDomain({ uuid: other, name: 'mute', log: '/etc/shadow' }))
    expect(await connection.consoles.readLog(other, 10)).toMatchObject({ without: 'out_of_reach' })
    const later = '/var/log/libvirt/qemu/later.log'
    await virshXml('define', consoleDomain({ uuid: other, name: 'mute', log: later }))
    expect(await connection.consoles.readLog(other, 10)).toMatchObject({ without: 'not_yet' })
  })
})
