import { execFile } from 'node:child_process'
import { createConnection, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export type RunOptions = { input?: string; timeoutMs?: number; env?: NodeJS.ProcessEnv }

export type Output = { stdout: string; stderr: string }

/** Runs a command to its end and returns its stdout. Throws with what it said on stderr. */
export async function run(command: string, args: string[], options?: RunOptions): Promise<string> {
  return (await capture(command, args, options)).stdout
}

/** As `run`, for commands whose stderr matters even when they succeed. */
export function capture(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<Output> {
  const { input, timeoutMs = 30_000, env } = options
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      args,
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 64 << 20, ...(env ? { env } : {}) },
      (error, stdout, stderr) => {
        if (!error) return resolve({ stdout, stderr })
        const cause = error.killed
          ? `no end within ${timeoutMs} ms`
          : stderr.trim() || error.message
        reject(new Error(`${command} ${args.join(' ')}: ${cause}`, { cause: error }))
      },
    )
    // A child that ends without reading its input is reported by its exit status.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input ?? '')
  })
}

/** Looks every 20 ms until `condition` holds. `what` completes "waited ... ms for". */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`)
    await delay(20)
  }
}

/** `count` different ports free on loopback. They are free at the time of asking, no longer. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise<typeof server>((resolve, reject) => {
        server.once('error', reject)
        server.listen(0, '127.0.0.1', () => resolve(server))
      })
    }),
  )
  const ports = servers.map((server) => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
    return address.port
  })
  await Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
  )
  return ports
}

/** Whether an SSH server greets on this port. */
export function greetsAsSsh(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const end = (greets: boolean) => {
      socket.destroy()
      resolve(greets)
    }
    socket.setTimeout(1_000, () => end(false))
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
    socket.once('data', (data) => end(data.toString('latin1').startsWith('SSH-2.0')))
  })
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: alive, but someone else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
