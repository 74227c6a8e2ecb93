/** Over real sockets, with certificates that openssl makes. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer as createHttp, type IncomingMessage, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CliError } from './errors.ts'
import { type Limits, type Request, send, sendWithin, type Trust } from './http.ts'

let folder = ''
let pem = { cert: '', key: '' }
const ends: (() => unknown)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podyard-maas-'))
  const made = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const names = ['-subj', '/CN=podyard', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
  await promisify(execFile)('openssl', [...kind, ...names, '-keyout', made.key, '-out', made.cert])
  pem = { cert: await readFile(made.cert, 'utf8'), key: await readFile(made.key, 'utf8') }
})
afterAll(async () => {
  for (const end of ends) end()
  await rm(folder, { recursive: true, force: true })
})

async function listen(server: Server | ReturnType<typeof createTcp>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

/** Says what arrived. */
async function mirror(request: IncomingMessage) {
  const { method, url, headers } = request
  return JSON.stringify({ method, url, headers, body: await text(request) })
}
const answerHttp = () =>
  createHttp((request, response) => void mirror(request).then((said) => response.end(said)))
const answerHttps = () =>
  createHttps(pem, (request, response) => void mirror(request).then((said) => response.end(said)))

const get = (url: string): Request => ({ method: 'GET', url, headers: {} })
const plain: Trust = { insecure: false }

async function refusal(request: Request, trust: Trust = plain, limits?: Limits) {
  const failed = limits ? sendWithin(request, trust, limits) : send(request, trust)
  const error = await failed.then(
    () => undefined,
    (thrown: unknown) => thrown as CliError,
  )
  return [error?.exitCode, error?.message, error?.fix]
}

test('a request arrives as it is meant, and its answer comes back', async () => {
  const url = `http://127.0.0.1:${await listen(answerHttp())}/a?b=c`
  const sent = await send(
    { method: 'PUT', url, headers: { 'x-one': '1' }, body: Buffer.from('ü') },
    plain,
  )
  expect([sent.status, JSON.parse(sent.body.toString())]).toMatchObject([
    200,
    { method: 'PUT', url: '/a?b=c', body: 'ü', headers: { 'x-one': '1', 'content-length': '2' } },
  ])
  const empty = await send({ method: 'POST', url, headers: {} }, plain)
  const { headers } = JSON.parse(empty.body.toString()) as IncomingMessage
  expect(headers['content-length']).toBe('0')
  expect(headers).not.toHaveProperty('transfer-encoding')
})

test('a certificate is trusted that was named, or any on demand; else it is said how', async () => {
  const url = `https://localhost:${await listen(answerHttps())}/`
  expect((await send(get(url), { insecure: false, cacerts: pem.cert })).status).toBe(200)
  expect((await send(get(url), { insecure: true })).status).toBe(200)
  expect(await refusal(get(url))).toEqual([
    1,
    expect.stringMatching(
      /^The certificate of localhost:\d+ is not trusted: it is signed by itself.$/,
    ),
    expect.stringMatching(/--cacerts FILE.*--insecure \(-k\)/),
  ])
})

test('a certificate for another name is not taken for this one', async () => {
  const url = `https://127.0.0.1:${await listen(answerHttps())}/`
  expect(await refusal(get(url), { insecure: false, cacerts: pem.cert })).toEqual([
    1,
    expect.stringContaining('it is for another name'),
    expect.any(String),
  ])
})

test('http and https mistaken for each other are told apart', async () => {
  const [http, https] = [await listen(answerHttp()), await listen(answerHttps())]
  expect(await refusal(get(`https://127.0.0.1:${http}/`))).toEqual([
    1,
    `127.0.0.1:${http} does not speak TLS.`,
    expect.stringContaining(`http://127.0.0.1:${http}/`),
  ])
  expect(await refusal(get(`http://127.0.0.1:${https}/`))).toEqual([
    1,
    expect.any(String),
    expect.any(String),
  ])
})

test('what speaks another protocol is named', async () => {
  const ssh = createTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
  expect(await refusal(get(`http://127.0.0.1:${await listen(ssh)}/`))).toEqual([
    1,
    expect.stringContaining('is not HTTP'),
    expect.stringContaining('https://'),
  ])
})

test('nobody there, no such name, nothing said', async () => {
  const closed = createTcp()
  const port = await listen(closed)
  await new Promise((resolve) => closed.close(resolve))
  expect(await refusal(get(`http://127.0.0.1:${port}/`))).toEqual([
    1,
    `Nothing listens on 127.0.0.1 port ${port}.`,
    expect.stringContaining('maas login PROFILE URL'),
  ])
  expect(await refusal(get('http://no-such-host.invalid/'))).toEqual([
    1,
    'There is no host named no-such-host.invalid.',
    expect.stringContaining('getent hosts no-such-host.invalid'),
  ])
  const hanging = createTcp((socket) => socket.once('data', () => socket.destroy()))
  const url = `http://127.0.0.1:${await listen(hanging)}/`
  expect(await refusal(get(url))).toEqual([
    1,
    expect.stringContaining('closed the connection without an answer'),
    expect.stringContaining('look before you repeat it'),
  ])
})

test('an answer that breaks off is no answer', async () => {
  const half = createTcp((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"id":')),
  )
  expect(await refusal(get(`http://127.0.0.1:${await listen(half)}/`))).toEqual([
    1,
    expect.stringContaining('closed the connection'),
    expect.any(String),
  ])
})

test('every wait ends', async () => {
  const open: Socket[] = []
  ends.push(() => open.forEach((socket) => socket.destroy()))
  const silent = await listen(createTcp((socket) => void open.push(socket)))
  const request = get(`http://127.0.0.1:${silent}/`)
  expect(await refusal(request, plain, { connectMs: 5000, answerMs: 100 })).toEqual([
    1,
    expect.stringContaining('did not answer in time'),
    expect.any(String),
  ])
  // TLS that is never shaken hands on counts as not connected.
  const secure = get(`https://127.0.0.1:${silent}/`)
  expect(await refusal(secure, plain, { connectMs: 100, answerMs: 5000 })).toEqual([
    1,
    expect.stringContaining('does not answer'),
    expect.any(String),
  ])
})
