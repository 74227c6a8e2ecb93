/** Further streams beside a transport's own. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConnection } from '../open-connection.ts'
import { connectGetHostname } from '../protocol/connect.ts'
import { doorOf, readLab } from '../testing/lab.ts'
import { hopTo } from '../testing/ssh-doors.ts'
import { openSsh } from './ssh.ts'
import type { HostTransport } from './transport.ts'
import { openUnix } from './unix.ts'

const lab = readLab()
const note = lab ? '' : ': SKIPPED, no lab is running'

let directory: string
const servers = [0, 1].map(() =>
  createServer((socket) => socket.on('error', () => {}).pipe(socket)),
)
const [portServer, socketServer] = servers as [(typeof servers)[0], (typeof servers)[0]]
const socketPath = () => join(directory, 'echo')
const port = () => (portServer.address() as AddressInfo).port

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'libvirt-channels-'))
  portServer.listen(0, '127.0.0.1')
  socketServer.listen(socketPath())
  await Promise.all(servers.map((server) => once(server, 'listening')))
})
afterAll(async () => {
  for (const server of servers) server.close()
  await rm(directory, { recursive: true })
})

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: closed } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return closed
}

const words = 'anybody there?'

async function echoOf(channel: Duplex): Promise<string> {
  channel.write(words)
  const [data] = (await once(channel, 'data')) as [Buffer]
  return String(data)
}

const ended = (stream: Duplex) =>
  stream.closed || stream.destroyed ? Promise.resolve() : once(stream, 'close')

const ways: [string, () => Promise<HostTransport>][] = [
  ['this machine', () => openUnix({ socketPath: lab?.socket })],
  ['SSH', () => openSsh(hopTo(doorOf(lab as NonNullable<typeof lab>, 'alpha')))],
]

describe.skipIf(!lab).each(ways)(`beside a transport to %s${note}`, (way, open) => {
  let transport: HostTransport
  beforeAll(async () => {
    transport = await open()
  })
  afterAll(() => transport.duplex.destroy())

  it('there is another way to the daemon, on its own', async () => {
    const duplex = await transport.openChannel('daemon')
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await connection.call(connectGetHostname)).toBe('alpha')
    await connection.close()
    const other = await openConnection(await transport.openChannel('daemon'), {
      uri: 'qemu:///system',
    })
    expect(await other.call(connectGetHostname)).toBe('alpha')
    await other.close()
  })

  it('there is one to a port of the host’s loopback address', async () => {
    const channel = await transport.openChannel({ host: '127.0.0.1', port: port() })
    expect(await echoOf(channel)).toBe(words)
    channel.destroy()
    await ended(channel)
  })

  it('there is one to a socket', async () => {
    // Only root may open one of root's, over SSH as well.
    if (way === 'SSH') return
    const channel = await transport.openChannel({ socketPath: socketPath() })
    expect(await echoOf(channel)).toBe(words)
    channel.destroy()
  })

  it('nobody listens, and that is told', async () => {
    const target = { host: '127.0.0.1', port: await closedPort() } as const
    await expect(transport.openChannel(target)).rejects.toMatchObject({ code: 'tcp_refused' })
    const missing = { socketPath: join(directory, 'absent') }
    await expect(transport.openChannel(missing)).rejects.toMatchObject({
      code: way === 'SSH' ? 'socket_failed' : 'socket_missing',
    })
  })

  it('gives up with the signal', async () => {
    const target = { host: '127.0.0.1', port: port() } as const
    const signal = AbortSignal.abort(new Error('never mind'))
    await expect(transport.openChannel(target, { signal })).rejects.toThrow('never mind')
    const controller = new AbortController()
    const opening = transport.openChannel(target, { signal: controller.signal })
    controller.abort(new Error('changed my mind'))
    await expect(opening).rejects.toThrow('changed my mind')
  })

  it('leaves nothing behind, however many there were', async () => {
    const target = { host: '127.0.0.1', port: port() } as const
    for (let round = 0; round < 10; round += 1) {
      const channels = await Promise.all(
        Array.from({ length: 8 }, () => transport.openChannel(target)),
      )
      for (const channel of channels) channel.destroy()
      await Promise.all(channels.map(ended))
    }
    await expect
      .poll(() => new Promise((resolve) => portServer.getConnections((_, n) => resolve(n))))
      .toBe(0)
  })
})

describe.skipIf(!lab)(`channels over SSH${note}`, () => {
  const to = (door: string) => openSsh(hopTo(doorOf(lab as NonNullable<typeof lab>, door)))

  it.each(['no-forwarding', 'forced-nc'])('are forbidden by the door %s', async (door) => {
    const { duplex, openChannel } = await to(door)
    const target = { host: '127.0.0.1', port: port() } as const
    await expect(openChannel(target)).rejects.toMatchObject({ code: 'tunnel_forbidden' })
    const connection = await openConnection(await openChannel('daemon'), { uri: 'qemu:///system' })
    expect(await connection.call(connectGetHostname)).toBe('alpha')
    await connection.close()
    duplex.destroy()
  })

  it('end with the connection, and are not opened after it', async () => {
    const { duplex, openChannel } = await to('alpha')
    const channel = await openChannel({ host: '127.0.0.1', port: port() })
    const over = ended(channel)
    channel.resume()
    duplex.destroy()
    await over
    await expect(openChannel({ host: '127.0.0.1', port: port() })).rejects.toBeInstanceOf(Error)
  })
})
