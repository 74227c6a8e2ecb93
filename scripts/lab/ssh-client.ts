/** OpenSSH's client against the lab's doors: the lab is tested by another program than our own. */
import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { Door } from './description.ts'
import { run } from './processes.ts'

export function overSsh(door: Door, command: string[]): Promise<string> {
  return run('ssh', [...sshArguments(door), ...command], { env: sshEnvironment(door) })
}

/** A session that stays; its stdin keeps it. */
export function sshSession(
  door: Door,
  command: string[],
): ChildProcessByStdio<Writable, Readable, null> {
  const args = [...sshArguments(door), ...command]
  return spawn('ssh', args, { stdio: ['pipe', 'pipe', 'ignore'], env: sshEnvironment(door) })
}

/** The fingerprint of the host key that a door shows to a client. */
export async function presentedKey(door: Door): Promise<string> {
  const key = await run('ssh-keyscan', ['-t', 'ed25519', '-p', String(door.port), door.host])
  return run('ssh-keygen', ['-lf', '-'], { input: key })
}

/** Connects and disconnects. */
export function connect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
  })
}

function sshArguments(door: Door): string[] {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR']
  const key = door.privateKeyPath
    ? ['-i', door.privateKeyPath, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes']
    : []
  const settings = options.flatMap((option) => ['-o', option])
  return ['-F', 'none', ...settings, ...key, '-p', String(door.port), `${door.user}@${door.host}`]
}

/** OpenSSH takes a password only from a terminal or from a program that prints it. */
function sshEnvironment(door: Door): NodeJS.ProcessEnv {
  if (door.password === undefined) return process.env
  return {
    ...process.env,
    SSH_ASKPASS: join(import.meta.dirname, 'ask-pass.sh'),
    SSH_ASKPASS_REQUIRE: 'force',
    PODYARD_LAB_PASSWORD: door.password,
  }
}
