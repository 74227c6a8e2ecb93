import { spawn } from 'node:child_process'
import { chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, isAlive, run, until } from './lab/processes.ts'

export type Postgres = {
  /** For DATABASE_URL; names the empty database `podyard`. Make further ones with CREATE DATABASE. */
  url: string
  stop: () => Promise<void>
}

const prefix = 'podyard-postgres-'

/** Why PostgreSQL cannot run here, or undefined where it can. */
export async function whyNoPostgres(): Promise<string | undefined> {
  if ((await programDirectory()) === undefined) {
    return 'PostgreSQL is not installed. Run: ./x install test'
  }
  return undefined
}

/** A cluster of its own on a free loopback port, without durability. Takes about 2 s. */
export async function startPostgres(): Promise<Postgres> {
  const programs = await programDirectory()
  if (programs === undefined) throw new Error(await whyNoPostgres())
  await sweep()
  const directory = await mkdtemp(join(tmpdir(), prefix))
  await writeFile(join(directory, 'owner'), String(process.pid))
  const [port = 0] = await freePorts(1)
  const data = join(directory, 'data')

  // PostgreSQL refuses to run as root; the package made a user for it.
  // Whatever kills us ends it too. A change of user forgets the wish, so one setpriv does both.
  const asPostgres = ['setpriv', '--pdeathsig=INT']
  if (process.getuid?.() === 0) {
    asPostgres.push('--reuid=postgres', '--regid=postgres', '--clear-groups')
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number(await run('id', [flag, 'postgres']))),
    )
    if (uid === undefined || gid === undefined) throw new Error('id printed nothing')
    await chown(directory, uid, gid)
  }
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 200,
  }
  const [program = '', ...args] = [
    ...asPostgres,
    join(programs, 'postgres'),
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const initdb = ['-D', data, '-U', 'podyard', '--auth=trust', '--no-sync', '-E', 'UTF8']
  let stop = async () => rm(directory, { recursive: true, force: true })
  try {
    const [first = '', ...rest] = [...asPostgres, join(programs, 'initdb'), ...initdb]
    await run(first, [...rest, '--locale=C.UTF-8'], { timeoutMs: 60_000 })

    let said = ''
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: directory,
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.on('error', (error) => (said += String(error)))
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null
    stop = async () => {
      // "Fast shutdown": ends sessions instead of waiting for them.
      child.kill('SIGINT')
      await until('PostgreSQL to end', hasEnded).catch(() => child.kill('SIGKILL'))
      await rm(directory, { recursive: true, force: true })
    }
    await until('PostgreSQL', () => hasEnded() || said.includes('ready to accept connections'))
    if (hasEnded()) throw new Error(`PostgreSQL did not start. It said:\n${said}`)
    child.unref()
    const server = `postgres://podyard@127.0.0.1:${port}`
    await run('psql', ['-qXc', 'CREATE DATABASE podyard', `${server}/postgres`])
    return { url: `${server}/podyard`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Debian keeps the server's programs off PATH, in a folder per release: the newest is taken. */
async function programDirectory(): Promise<string | undefined> {
  const root = '/usr/lib/postgresql'
  const releases = await readdir(root).catch(() => [])
  const newest = releases
    .map(Number)
    .filter(Number.isFinite)
    .sort((a, b) => b - a)[0]
  return newest === undefined ? undefined : join(root, String(newest), 'bin')
}

/** A starter that was killed leaves its folder. */
async function sweep(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix))
  for (const name of names) {
    const directory = join(tmpdir(), name)
    const owner = Number(await readFile(join(directory, 'owner'), 'utf8').catch(() => '0'))
    if (owner > 0 && !isAlive(owner)) await rm(directory, { recursive: true, force: true })
  }
}
