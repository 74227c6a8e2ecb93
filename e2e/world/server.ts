import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))
const startLimitMs = 15_000

export type Server = {
  /** With a slash at the end. */
  url: string
  pid: number
  residentMB(): Promise<number>
  /** That it has used so far, of all processors together. */
  processorMs(): Promise<number>
  /** All that it printed so far. */
  output(): string
  /** The one-time link, as printed. */
  setupLink(): Promise<string>
  /** Ends it without a chance to clean up, and starts it again on the same folder and port. */
  crashAndRestart(): Promise<void>
  stop(): Promise<void>
}

/** The built product on a free port of loopback, with its own data folder. */
export async function startServer(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<Server> {
  let output = ''
  let child: ChildProcess
  let port = 0

  const start = async () => {
    output = ''
    // As ./x start does.
    child = spawn(process.execPath, ['--max-semi-space-size=4', main], {
      env: { ...process.env, ...env, PODYARD_DATA: dataDir, PODYARD_LISTEN: `127.0.0.1:${port}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ready = Promise.withResolvers<void>()
    const limit = setTimeout(
      () => ready.reject(new Error(`The server did not start in ${startLimitMs} ms:\n${output}`)),
      startLimitMs,
    )
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const listening = /http:\/\/127\.0\.0\.1:(\d+)\/MAAS\//.exec(output)
      if (!listening) return
      port = Number(listening[1])
      ready.resolve()
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) =>
      ready.reject(new Error(`The server ended with ${code}:\n${output}`)),
    )
    await ready.promise.finally(() => clearTimeout(limit))
  }

  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  await start()
  return {
    get url() {
      return `http://127.0.0.1:${port}/MAAS/`
    },
    get pid() {
      return child.pid ?? 0
    },
    async residentMB() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / 1e6
    },
    async processorMs() {
      const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8')
      // Behind the name, which may hold anything: the 12th and 13th field, in hundredths of a second.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return (Number(fields[11]) + Number(fields[12])) * 10
    },
    output: () => output,
    async setupLink() {
      const deadline = AbortSignal.timeout(startLimitMs)
      for (;;) {
        const link = /http:\/\/\S+\/setup\?token=\S+/.exec(output)
        if (link) return link[0]
        await once(child.stdout as Readable, 'data', { signal: deadline })
      }
    },
    async crashAndRestart() {
      await end('SIGKILL')
      await start()
    },
    stop: () => end('SIGTERM'),
  }
}

/** `maas createadmin` and `maas apikey`, as on the server's own shell. */
export async function runCommand(
  dataDir: string,
  args: readonly string[],
  stdin = '',
): Promise<string> {
  const running = promisify(execFile)(process.execPath, [main, ...args], {
    env: { ...process.env, PODYARD_DATA: dataDir },
    timeout: startLimitMs,
  })
  running.child.stdin?.end(stdin)
  return (await running).stdout
}
