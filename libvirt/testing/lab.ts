import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** One sshd of the lab. */
export interface Door {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly privateKeyPath?: string
  readonly password?: string
  readonly hostKeyFingerprint: string
}

/** Real hosts on loopback, described by the JSON file that PODYARD_LAB names. */
export interface Lab {
  readonly socket: string
  readonly virshUri: string
  readonly ssh: readonly Door[]
  readonly people: { readonly outsider: { readonly user: string; readonly password: string } }
  readonly privateKeyPath: string
  readonly strangerKeyPath: string
  readonly closedPort: number
}

/** Undefined where no lab is running. */
export function readLab(path = process.env['PODYARD_LAB']): Lab | undefined {
  return path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as Lab)
}

export function doorOf(lab: Lab, name: string): Door {
  const door = lab.ssh.find((candidate) => candidate.name === name)
  if (!door) throw new Error(`the lab has no door called ${name}`)
  return door
}

/** Asks the oracle. */
export async function virsh(uri: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('virsh', ['-q', '-c', uri, ...args])
  return stdout
}

const scripts = join(import.meta.dirname, '../../scripts/lab')
const START_LIMIT_MS = 30_000

/** A lab of one's own, to break. */
export async function startOwnLab() {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-spec-'))
  const path = join(directory, 'lab.json')
  const child = spawn(process.execPath, [join(scripts, 'main.ts'), path], { stdio: 'ignore' })
  await untilWritten(path, child)
  const lab = JSON.parse(await readFile(path, 'utf8')) as Lab
  return {
    lab,
    /** For instance `alpha libvirtd stop`. */
    async steer(...order: string[]): Promise<void> {
      const env = { ...process.env, PODYARD_LAB: path }
      await run(process.execPath, [join(scripts, 'steer.ts'), ...order], { env })
    },
    async stop(): Promise<void> {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function untilWritten(path: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS
  while (performance.now() < deadline && child.exitCode === null) {
    const text = await readFile(path, 'utf8').catch(() => '')
    if (text.trimEnd().endsWith('}')) return
    await sleep(50)
  }
  child.kill('SIGTERM')
  throw new Error('the lab did not start')
}
