import { once } from 'node:events'
import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StageReport } from './stages.ts'
import { openUnix } from './unix.ts'

const run = promisify(execFile)
const NOBODY = 65_534

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'libvirt-unix-'))
})
afterAll(() => rm(directory, { recursive: true }))

/** A socket file whose server is gone, as a daemon that was killed leaves it. */
async function staleSocket(path: string): Promise<void> {
  const { execFileSync } = await import('node:child_process')
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  try {
    execFileSync(process.execPath, ['-e', script])
  } catch {
    // It killed itself.
  }
}

describe('openUnix', () => {
  it('opens a socket and reports its one stage', async () => {
    const socketPath = join(directory, 'good')
    const server = createServer().listen(socketPath)
    await once(server, 'listening')
    const reports: StageReport[] = []
    const { duplex, facts } = await openUnix({ socketPath, onStage: (r) => reports.push(r) })
    expect(facts).toEqual({
      route: 'unix',
      socketPath,
      attempts: [{ route: 'unix', socketPath, failure: undefined }],
    })
    expect(reports).toEqual([
      { stage: 'socket', status: 'start' },
      { stage: 'socket', status: 'ok', facts },
    ])
    duplex.destroy()
    server.close()
  })

  it('names a socket that is missing', async () => {
    const socketPath = join(directory, 'absent')
    const reports: StageReport[] = []
    await expect(openUnix({ socketPath, onStage: (r) => reports.push(r) })).rejects.toMatchObject({
      name: 'TransportError',
      code: 'socket_missing',
    })
    expect(reports.at(-1)).toEqual({ stage: 'socket', status: 'failed', code: 'socket_missing' })
  })

  it('names a daemon that is gone', async () => {
    const socketPath = join(directory, 'stale')
    await staleSocket(socketPath)
    await expect(openUnix({ socketPath })).rejects.toMatchObject({
      code: 'daemon_not_running',
      cause: { code: 'ECONNREFUSED' },
      details: { attempts: [{ route: 'unix', socketPath }] },
    })
  })

  it.skipIf(process.getuid?.() !== 0)('names a socket that is another user’s', async () => {
    const socketPath = join(directory, 'private')
    const server = createServer().listen(socketPath)
    await once(server, 'listening')
    await chmod(socketPath, 0o600)
    await chown(socketPath, NOBODY, NOBODY)
    const program = `
      import { openUnix } from '${join(import.meta.dirname, 'unix.ts')}'
      const failure = await openUnix({ socketPath: '${socketPath}' }).catch((error) => error)
      console.log(failure.code)`
    // Root may open every file, but for this capability.
    const powerless = ['--bounding-set', '-dac_override', process.execPath]
    const node = [...powerless, '--input-type=module', '-e', program]
    const { stdout } = await run('setpriv', node)
    expect(stdout.trim()).toBe('socket_permission_denied')
    server.close()
  })

  it('can be called off', async () => {
    const signal = AbortSignal.abort(new Error('never mind'))
    await expect(openUnix({ socketPath: '/nowhere', signal })).rejects.toThrow('never mind')
  })
})
