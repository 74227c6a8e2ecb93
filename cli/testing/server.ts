import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const startMs = 60_000

export type ShellRan = { exitCode: number; out: string; err: string }

export type Site = {
  /** As a person types it, with a slash at the end. */
  url: string
  /** A line as it stands in the documents, in a shell that has `maas` and `$PROFILE`. */
  sh: (line: string, variables?: Record<string, string>) => Promise<ShellRan>
  /** `createadmin` and `apikey`, on the server's folder. */
  onServer: (args: readonly string[], stdin?: string) => Promise<ShellRan>
  stop: () => Promise<void>
  start: () => Promise<void>
  end: () => Promise<void>
}

/** The whole server as a process of its own, and the command as another, both from source. */
export async function startSite(environment: Record<string, string> = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'podyard-maas-'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'maas'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'cli/main.ts')}' "$@"\n`,
  )
  chmodSync(join(bin, 'maas'), 0o755)
  const main = join(root, 'bff/main.ts')
  let port = 0
  let child: ChildProcess | undefined
  const env = () => ({
    ...process.env,
    ...environment,
    PATH: `${bin}:${process.env['PATH']}`,
    PODYARD_DATA: join(folder, 'data'),
    PODYARD_LISTEN: `127.0.0.1:${port}`,
    PODYARD_LOG_LEVEL: 'error',
    PODYARD_PROFILES: join(folder, 'profiles/profiles.json'),
    PROFILE: 'admin',
  })

  const start = async () => {
    child = spawn(process.execPath, [main], { env: env(), stdio: ['ignore', 'pipe', 'inherit'] })
    const limit = AbortSignal.timeout(startMs)
    for (let said = ''; ;) {
      const [chunk] = (await once(child.stdout ?? child, 'data', { signal: limit })) as [Buffer]
      said += chunk.toString()
      const listening = /http:\/\/127\.0\.0\.1:(\d+)\/MAAS\//.exec(said)
      if (!listening) continue
      port = Number(listening[1])
      // What it says later must not fill the pipe.
      child.stdout?.resume()
      return
    }
  }
  const stop = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }

  await start()
  return {
    get url() {
      return `http://127.0.0.1:${port}/MAAS/`
    },
    sh: (line, variables = {}) => shell('sh', ['-c', line], { ...env(), ...variables }),
    onServer: (args, stdin = '') => shell(process.execPath, [main, ...args], env(), stdin),
    start,
    stop,
    end: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function shell(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdin = '',
): Promise<ShellRan> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { env, timeout: startMs }, (error, out, err) => {
      // Neither a signal nor a failure to start has a number.
      const code = error ? error.code : 0
      resolve({ exitCode: typeof code === 'number' ? code : -1, out, err })
    })
    child.stdin?.end(stdin)
  })
}
