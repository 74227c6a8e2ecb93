/** The process as an admin meets it: its command line, what it prints, and how it ends. */
import { authorization } from '../contract/oauth.ts'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'

const main = join(import.meta.dirname, 'main.ts')
const slow = 120_000

let folder = ''
let children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podyard-run-'))
  children = []
})
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})

function start(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      PATH: process.env['PATH'],
      PODYARD_DATA: folder,
      PODYARD_LISTEN: '127.0.0.1:0',
      ...environment,
    },
  })
  children.push(child)
  return child
}

/** A command, from its input to its end. */
async function command(args: string[], input = '', environment: Record<string, string> = {}) {
  const child = start(args, environment)
  child.stdin.end(input)
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ])
  return { code, out: out.trim(), err: err.trim() }
}

/** A server that listens. */
async function serve(environment: Record<string, string> = {}) {
  const child = start([], environment)
  child.stderr.pipe(process.stderr)
  let out = ''
  for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    out += String(chunk)
    if (/^Data folder: .*\n.*\n/m.test(out) || /exit/.test(out)) break
  }
  child.stdout.resume()
  const url = /^Podyard \S+ at (\S+)$/m.exec(out)?.[1] ?? ''
  return { child, out, url }
}

test(
  'a first start prints where it is, where its data are, and the setup link',
  { timeout: slow },
  async () => {
    const { child, out, url } = await serve()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/MAAS\/$/)
    expect(out).toContain(`Data folder: ${folder}\n`)
    const token = /setup\?token=(\S+)$/m.exec(out)?.[1] ?? ''

    const origin = new URL(url).origin
    expect(await (await fetch(`${origin}/healthz`)).text()).toBe('ok')
    expect(await (await fetch(`${origin}/readyz`)).text()).toBe('ok')
    const setup = await fetch(`${url}accounts/setup/`, {
      method: 'POST',
      body: new URLSearchParams({ token, username: 'root', password: 'long enough' }),
    })
    expect(setup.status).toBe(200)
    for (const name of readdirSync(folder)) {
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0])
    }

    // A browser that listens must not hold the end up.
    const cookie = setup.headers.get('set-cookie')?.split(';')[0] ?? ''
    const stream = await fetch(`${url}api/2.0/stream/`, { headers: { cookie } })
    expect(stream.status).toBe(200)
    const before = performance.now()
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(0)
    expect(performance.now() - before).toBeLessThan(5000)
    expect(await stream.text()).toMatch(/^retry: /)
  },
)

test(
  'commands work beside a running server, a second server does not',
  { timeout: slow },
  async () => {
    const { child, url } = await serve()
    const second = await command([])
    expect([second.code, second.err]).toEqual([
      1,
      `The data folder ${folder} is in use by another Podyard (process ${child.pid}). Stop that one first, or give this one a folder of its own with PODYARD_DATA.`,
    ])

    const create = () =>
      command(['createadmin', '--username', 'ada', '--password-stdin'], 'long enough\n')
    expect(await create()).toEqual({ code: 0, out: 'Created the admin ada.', err: '' })
    expect(await create()).toMatchObject({
      code: 1,
      err: 'A user with that username already exists.',
    })
    const logIn = (password: string) =>
      fetch(`${url}accounts/login/`, {
        method: 'POST',
        body: new URLSearchParams({ username: 'ada', password }),
      })
    expect((await logIn('long enough')).status).toBe(200)

    const first = await command(['apikey', '--username', 'ADA'])
    expect(first.out).toMatch(/^\w+:\w+:\w+$/)
    expect((await command(['apikey', '--username', 'ada'])).out).toBe(first.out)
    const other = await command(['apikey', '--username', 'ada', '--generate'])
    expect(other.out).not.toBe(first.out)

    const whoami = await fetch(`${url}api/2.0/users/?op=whoami`, {
      headers: { authorization: authorization(other.out) },
    })
    expect(await whoami.json()).toMatchObject({ username: 'ada', is_superuser: true })
  },
)

test('what cannot work is refused in one line that says why', { timeout: slow }, async () => {
  const refusals = await Promise.all([
    command(['explode']),
    command(['createadmin', '--password-stdin'], 'x'),
    command(['createadmin', '--username', 'a'], 'x'),
    command(['createadmin', '--username', 'a b', '--password-stdin'], 'long enough'),
    command(['createadmin', '--username', 'a', '--password-stdin'], 'short'),
    command(['apikey', '--username', 'nobody']),
    command([], '', { PODYARD_LISTEN: 'everywhere' }),
  ])
  expect(refusals.map(({ code }) => code)).toEqual(refusals.map(() => 1))
  expect(refusals.map(({ err }) => err)).toEqual([
    'There is no command explode. Without one the server starts; else: createadmin, apikey.',
    expect.stringMatching(/^--username is missing\. Usage: createadmin /),
    expect.stringMatching(/^The password is read from standard input\. Usage: createadmin /),
    expect.stringMatching(/^Enter a valid username\./),
    'This password is too short. It must contain at least 8 characters.',
    'There is no user nobody.',
    'PODYARD_LISTEN ("everywhere") is not an address and a port. Example: PODYARD_LISTEN=127.0.0.1:5240',
  ])
})

test('an address that is taken is named', { timeout: slow }, async () => {
  const { url } = await serve()
  const { host, port } = new URL(url)
  const { code, err } = await command([], '', {
    PODYARD_LISTEN: host,
    PODYARD_DATA: join(folder, 'other'),
  })
  expect([code, err]).toEqual([
    1,
    `Cannot listen on 127.0.0.1 port ${port} (EADDRINUSE). Choose another address with PODYARD_LISTEN.`,
  ])
})

test('another key file is refused by name', { timeout: slow }, async () => {
  await command(['createadmin', '--username', 'ada', '--password-stdin'], 'long enough')
  const other = join(folder, 'other.key')
  const { code, err } = await command([], '', { PODYARD_KEY_FILE: other })
  expect(code).toBe(1)
  expect(err).toMatch(new RegExp(`^The key file ${other} is not the one`))
})
