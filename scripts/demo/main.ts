/** `./x demo`: Podyard with simulated hosts, until Ctrl+C. Every start begins anew. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '../../contract/client.ts'
import { authorization } from '../../contract/oauth.ts'
import { run, until } from '../lab/processes.ts'
import { fill } from './fill.ts'
import { startSimulator } from './simulator.ts'

const root = join(import.meta.dirname, '../..')
const server = join(root, 'dist/server/main.js')
const dataDirectory = join(root, 'data/demo')
const username = 'admin'
const password = 'podyard-demo'
const listen = process.env['PODYARD_LISTEN'] ?? '127.0.0.1:5240'
const origin = `http://${listen}`

const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => resolve())
})

const simulator = await startSimulator()
try {
  await rm(dataDirectory, { recursive: true, force: true })
  await mkdir(dataDirectory, { recursive: true })
  const { DATABASE_URL: _, ...inherited } = process.env
  const env = {
    ...inherited,
    PODYARD_LISTEN: listen,
    PODYARD_DATA: dataDirectory,
    PODYARD_KEY_FILE: join(dataDirectory, 'secret.key'),
    PODYARD_ALLOW_TEST_DRIVER: '1',
    PODYARD_LIBVIRT_SOCKET: simulator.socket,
    PODYARD_LOG_LEVEL: process.env['PODYARD_LOG_LEVEL'] ?? 'warn',
  }
  const account = ['--username', username]
  await run(process.execPath, [server, 'createadmin', ...account, '--password-stdin'], {
    env,
    input: `${password}\n`,
  })
  const apiKey = (await run(process.execPath, [server, 'apikey', ...account], { env })).trim()

  // Detached: Ctrl+C reaches us, and we end it before the hosts it talks to. It ends with us anyway.
  const child = spawn('/usr/bin/setpriv', ['--pdeathsig=TERM', process.execPath, server], {
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  try {
    await until(
      `Podyard to answer on ${origin}`,
      async () => hasEnded() || (await answers()),
      20_000,
    )
    if (hasEnded()) throw new Error(`Podyard ended at once; is another one using ${listen}?`)
    console.log('Adding the simulated hosts ...')
    const headers = () => ({ authorization: authorization(apiKey) })
    await fill(createClient({ origin, headers }), simulator.addresses)
    console.log(`
  Podyard with ${simulator.addresses.size} simulated hosts: ${origin}/MAAS/
  User ${username}, password ${password}. API key ${apiKey}

Ctrl+C ends it.`)
    await Promise.race([interrupted, ended])
  } finally {
    child.kill('SIGTERM')
    await Promise.race([ended, until('Podyard to end', hasEnded, 5_000)]).catch(() =>
      child.kill('SIGKILL'),
    )
  }
} finally {
  await simulator.stop()
}

async function answers(): Promise<boolean> {
  const response = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(1_000) }).catch(
    () => undefined,
  )
  return response?.ok ?? false
}
