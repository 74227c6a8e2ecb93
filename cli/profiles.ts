/** Where logins are kept: one file that only its owner can read, replaced as a whole. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Description } from '../contract/describe.ts'
import { CliError, usageError } from './errors.ts'
import { type Io, say } from './io.ts'
import { didYouMean } from './tree.ts'

export type Profile = {
  name: string
  /** Of the API, with a slash at the end: `http://host:5240/MAAS/api/2.0/`. */
  url: string
  /** `consumer:token:secret`; null: not logged in, only what needs no login. */
  key: string | null
  /** Whose key it is, as the server said. */
  username: string | null
  /** PEM of what to trust besides the usual. */
  cacerts: string | null
  description: Description
}

type Stored = { version: 1; profiles: Profile[] }

/** Milliseconds to wait for another `maas` that is writing. */
const lockMs = 3000

export function profilesPath({ env }: Pick<Io, 'env'>): string {
  if (env['PODYARD_PROFILES']) return env['PODYARD_PROFILES']
  const home = env['HOME'] || homedir()
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'podyard', 'profiles.json')
}

/** By name, in order. Warns when others could read the file. Throws `CliError` when it cannot be understood. */
export function readProfiles(io: Io): Map<string, Profile> {
  const path = profilesPath(io)
  const profiles = load(path)
  const othersMay = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077
  if (othersMay !== 0) {
    say(io, `WARNING! Others can read the API keys in ${path}. Fix: chmod 600 ${path}`)
  }
  return profiles
}

/** Throws `usageError` with what is near. */
export function findProfile(profiles: Map<string, Profile>, name: string): Profile {
  const found = profiles.get(name)
  if (found) return found
  throw usageError(
    `There is no profile ${name}.${didYouMean(name, profiles.keys())}`,
    `maas list shows the profiles; a new one: maas login ${name} URL`,
  )
}

/** Changes the profiles, whatever other `maas` processes do at the same time. */
export function changeProfiles(io: Io, change: (profiles: Map<string, Profile>) => void): void {
  const path = profilesPath(io)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const lock = `${path}.lock`
  const file = openLock(lock)
  try {
    const profiles = load(path)
    change(profiles)
    const sorted = [...profiles.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    const stored: Stored = { version: 1, profiles: sorted }
    writeSync(file, `${JSON.stringify(stored)}\n`)
    fsyncSync(file)
    // The lock is the new file: putting it in place gives it up.
    renameSync(lock, path)
  } catch (error) {
    rmSync(lock, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}

function openLock(lock: string): number {
  const deadline = Date.now() + lockMs
  for (;;) {
    try {
      const file = openSync(lock, 'wx', 0o600)
      // Whatever the umask took away.
      chmodSync(lock, 0o600)
      return file
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException
      if (code !== 'EEXIST') throw new CliError(`Cannot write profiles: ${message}.`, { cause })
      if (Date.now() > deadline) {
        throw new CliError(`Another maas is writing the profiles: ${lock} is there.`, {
          fix: `If none is running, remove it: rm ${lock}`,
          cause,
        })
      }
      // There is nothing else to do meanwhile.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

function load(path: string): Map<string, Profile> {
  let content: string
  try {
    content = readFileSync(path, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return new Map()
    throw new CliError(`Cannot read profiles: ${message}.`, { cause })
  }
  try {
    // Our own words, written above.
    const { version, profiles } = JSON.parse(content) as Stored
    if (version !== 1) throw new Error(`it is of version ${String(version)}`)
    return new Map(profiles.map((profile) => [profile.name, profile]))
  } catch (cause) {
    throw new CliError(`${path} cannot be understood: ${(cause as Error).message}.`, {
      fix: `Move it away, and log in again: mv ${path} ${path}.old`,
      cause,
    })
  }
}
