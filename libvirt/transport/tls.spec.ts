import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openConnection } from '../open-connection.ts'
import { connectGetHostname, connectGetLibVersion } from '../protocol/connect.ts'
import { storagePoolLookupByName } from '../protocol/storage-pool.ts'
import { storageVolCreateXml } from '../protocol/storage-vol.ts'
import { storageVolDownload } from '../protocol/streams.ts'
import { startKeyring, type Authority, type Certificate, type Keyring } from '../testing/keyring.ts'
import { readLab } from '../testing/lab.ts'
import { startOwnHost, type OwnHost } from '../testing/own-host.ts'
import { connectionEnds, summary, percentDelayed } from '../testing/ssh-doors.ts'
import { uploadVolume } from '../volume-transfer.ts'
import { openTls, type TlsOptions } from './tls.ts'

let ring: Keyring
let ca: Authority
let foreign: Authority
let server: Certificate
let client: Certificate
let stranger: Certificate

beforeAll(async () => {
  ring = await startKeyring()
  ;[ca, foreign] = await Promise.all([ring.authority('ours'), ring.authority('foreign')])
  const names = 'DNS:localhost,DNS:kvm1.example.org,IP:127.0.0.1'
  ;[server, client, stranger] = await Promise.all([
    ring.certificate('server', ca, { names }),
    ring.certificate('client', ca),
    ring.certificate('stranger', foreign),
  ])
}, 60_000)
afterAll(() => ring.remove())

const optionsFor = (port: number, other: Partial<TlsOptions> = {}): TlsOptions => ({
  host: '127.0.0.1',
  port,
  ca: ca.pem,
  cert: client.certPem,
  key: client.keyPem,
  ...other,
})

describe('openTls without libvirt', () => {
  const servers: Server[] = []
  const sockets: Socket[] = []
  /** Listens, and answers whoever comes. */
  async function listening(made: Server): Promise<number> {
    servers.push(made)
    made.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => {})))
    made.listen(0, '127.0.0.1')
    await once(made, 'listening')
    return (made.address() as AddressInfo).port
  }
  const tlsServer = (onClient: (socket: Socket) => void) =>
    createTlsServer({ key: server.keyPem, cert: server.certPem }, onClient)

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
    for (const made of servers.splice(0)) made.close()
  })

  it.each([
    ['another byte than the one of welcome', (socket: Socket) => socket.write('\0')],
    ['the end', (socket: Socket) => socket.end()],
    ['a reset', (socket: Socket) => socket.destroy()],
  ])('takes %s for a refusal', async (_, onClient) => {
    const port = await listening(tlsServer(onClient))
    await expect(openTls(optionsFor(port))).rejects.toMatchObject({
      code: 'client_certificate_refused',
    })
    await expect.poll(() => connectionEnds(port)).toBe(0)
  })

  it('reads the byte of welcome and not one more', async () => {
    const port = await listening(tlsServer((socket) => socket.write('\x01more')))
    const { duplex } = await openTls(optionsFor(port))
    duplex.resume()
    expect(String((await once(duplex, 'data'))[0])).toBe('more')
    duplex.destroy()
  })

  it.each([
    ['before the handshake', () => createServer((socket) => socket.resume())],
    ['after it', () => tlsServer(() => {})],
  ])('gives up on silence %s', async (_, made) => {
    const port = await listening(made())
    const opening = openTls(optionsFor(port, { timeoutsMs: { tls: 200 } }))
    await expect(opening).rejects.toMatchObject({ code: 'handshake_timeout' })
    await expect.poll(() => connectionEnds(port)).toBe(0)
  })

  it.each([
    ['speaks something else', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['hangs up', (socket: Socket) => socket.end()],
  ])('names a server that %s', async (_, onClient) => {
    const port = await listening(createServer(onClient))
    await expect(openTls(optionsFor(port))).rejects.toMatchObject({ code: 'handshake_failed' })
  })

  it('names a closed port', async () => {
    const port = await listening(createServer())
    const [closing] = servers.splice(0)
    if (closing) await new Promise((resolve) => closing.close(resolve))
    const reports: string[] = []
    const opening = openTls(optionsFor(port, { onStage: (r) => reports.push(summary(r)) }))
    await expect(opening).rejects.toMatchObject({ code: 'tcp_refused' })
    expect(reports).toEqual(['dns start', 'dns ok', 'tcp start', 'tcp tcp_refused'])
  })

  it.each([
    ['a key of another certificate', () => ({ key: stranger.keyPem })],
    ['a key that is none', () => ({ key: 'hello' })],
    ['a certificate that is none', () => ({ cert: 'hello' })],
  ])('names %s, and connects to nobody', async (_, other) => {
    const reports: string[] = []
    const onStage: TlsOptions['onStage'] = (r) => reports.push(summary(r))
    const failure: unknown = await openTls(optionsFor(1, { onStage, ...other() })).catch((e) => e)
    expect(failure).toMatchObject({ name: 'TransportError', code: 'certificate_unusable' })
    expect(String(failure)).not.toContain('PRIVATE KEY')
    expect(reports).toEqual([])
  })
})

const lab = readLab()
const note = lab ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!lab)(`openTls to a real libvirtd${note}`, { timeout: 30_000 }, () => {
  let own: OwnHost
  let port: number
  const listenWith = async (shown: Certificate, ...settings: string[]) => {
    const files = [
      `ca_file = "${ca.cert}"`,
      `cert_file = "${shown.cert}"`,
      `key_file = "${shown.key}"`,
    ]
    const ports = await own.listen({ tls: 0 }, [...files, ...settings])
    port = ports.tls
  }

  beforeAll(async () => {
    own = await startOwnHost('tls')
    await listenWith(server)
  })
  afterAll(() => own.stop())

  it.each(['127.0.0.1', 'localhost'])('reaches libvirt at %s', async (host) => {
    const reports: string[] = []
    const onStage: TlsOptions['onStage'] = (r) => reports.push(summary(r))
    const { duplex, facts } = await openTls(optionsFor(port, { host, onStage }))
    expect(reports).toEqual(['dns', 'tcp', 'tls'].flatMap((s) => [`${s} start`, `${s} ok`]))
    expect(facts.protocol).toBe('TLSv1.3')
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await connection.call(connectGetHostname)).toBe('tls')
    await connection.close()
    await expect.poll(() => connectionEnds(port)).toBe(0)
  })

  it('gets an answer to every one of many calls made together', async () => {
    const { duplex } = await openTls(optionsFor(port))
    // Less than the time until a sign of life gets the host to look at what it has left lying.
    const options = { uri: 'qemu:///system', callTimeoutMs: 4_000 }
    const { call, close } = await openConnection(duplex, options)
    for (const length of [2, 3, 8, 500]) {
      const answers = await Promise.all(Array.from({ length }, () => call(connectGetHostname)))
      expect(new Set(answers)).toEqual(new Set(['tls']))
    }
    await close()
  })

  it('moves the content of a volume there and back', async () => {
    const { duplex } = await openTls(optionsFor(port))
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    const { call, openStream } = connection
    const data = randomBytes(1_500_001)
    const pool = await call(storagePoolLookupByName, { name: 'default' })
    const xml = `<volume><name>tls</name><capacity>${data.length}</capacity></volume>`
    const vol = await call(storageVolCreateXml, { pool, xml, flags: 0 })
    await uploadVolume(connection, { vol, source: [data], length: data.length })
    const { stream } = await openStream(storageVolDownload, { vol, offset: 0, length: 0, flags: 0 })
    expect(data.equals(await buffer(stream))).toBe(true)
    await connection.close()
  })

  it('goes by another name than the address when told', async () => {
    const { duplex } = await openTls(optionsFor(port, { servername: 'kvm1.example.org' }))
    duplex.destroy()
    await expect.poll(() => connectionEnds(port)).toBe(0)
  })

  it('waits for nobody’s delayed acknowledgement', async () => {
    const { duplex } = await openTls(optionsFor(port))
    const { call, close } = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await percentDelayed(() => call(connectGetLibVersion))).toBeLessThan(10)
    await close()
  })

  it.each([
    ['certificate_untrusted', () => ({ ca: foreign.pem })],
    ['certificate_name_mismatch', () => ({ servername: 'kvm2.example.org' })],
    ['certificate_name_mismatch', () => ({ servername: '127.0.0.2' })],
    ['client_certificate_refused', () => ({ cert: stranger.certPem, key: stranger.keyPem })],
  ])('%s', async (code, other) => {
    await expect(openTls(optionsFor(port, other()))).rejects.toMatchObject({
      name: 'TransportError',
      code,
    })
    await expect.poll(() => connectionEnds(port)).toBe(0)
  })

  it('is not talked out of checking by the environment', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    try {
      await expect(openTls(optionsFor(port, { ca: foreign.pem }))).rejects.toMatchObject({
        code: 'certificate_untrusted',
      })
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    }
  })

  it('is noticed when its daemon dies', async () => {
    const { duplex } = await openTls(optionsFor(port))
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    await own.libvirtd('stop')
    expect((await connection.closed).reason).toMatch(/^(closed_by_peer|socket_error)$/)
    await expect(openTls(optionsFor(port))).rejects.toMatchObject({ code: 'tcp_refused' })
    await listenWith(server)
  })

  it('a certificate of ours that is not on the host’s list', async () => {
    await listenWith(server, 'tls_allowed_dn_list = ["CN=somebody else"]')
    await expect(openTls(optionsFor(port))).rejects.toMatchObject({
      code: 'client_certificate_refused',
    })
  })

  it('TLS 1.2, where the host is that old', async () => {
    await listenWith(server, 'tls_priority = "NORMAL:-VERS-TLS1.3"')
    const { duplex, facts } = await openTls(optionsFor(port))
    expect(facts.protocol).toBe('TLSv1.2')
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await connection.call(connectGetHostname)).toBe('tls')
    await connection.close()
    const { certPem: cert, keyPem: key } = stranger
    await expect(openTls(optionsFor(port, { cert, key }))).rejects.toMatchObject({
      code: 'client_certificate_refused',
    })
  })

  it('a certificate of the host that has expired', async () => {
    const names = 'IP:127.0.0.1'
    const expired = await ring.certificate('expired', ca, { names, days: -1 })
    // The daemon would refuse to start with it.
    await listenWith(expired, 'tls_no_sanity_certificate = 1')
    await expect(openTls(optionsFor(port))).rejects.toMatchObject({ code: 'certificate_expired' })
  })
})
