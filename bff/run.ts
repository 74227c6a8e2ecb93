/** The process: command line, signals, exit code. */
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '../contract/root.ts'
import { systemClock } from './clock.ts'
import { commands, UsageError } from './commands.ts'
import { createServer, version } from './compose.ts'
import { type Config, readConfig } from './config.ts'
import { createLog } from './log.ts'

/** Milliseconds from a signal to the end, whatever still hangs. */
const shutdownMs = 5000

/** Built, this file lies beside the UI; as source it does not. */
const here = import.meta.dirname
const webDir = basename(here) === 'server' ? join(here, '../web') : join(here, '../dist/web')

async function dispatch([name, ...args]: string[]): Promise<void> {
  const config = readConfig(process.env)
  if (name === undefined) return serve(config)
  const command = commands[name]
  if (!command) {
    const known = Object.keys(commands).join(', ')
    throw new UsageError(
      `There is no command ${name}. Without one the server starts; else: ${known}.`,
    )
  }
  const log = createLog('error', process.stderr)
  console.log(await command(args, { config, clock: systemClock, log, stdin: process.stdin }))
}

async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel)
  const server = await createServer(config, { log, clock: systemClock, webDir })

  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.warn('some connections did not end in time')
      process.exit(0)
    }, shutdownMs).unref()
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'failed to stop cleanly')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)

  const { host, port } = config.listen
  const bound = await server.app.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(
      `Cannot listen on ${host} port ${port} (${cause.code}). Choose another address with PODYARD_LISTEN.`,
      { cause },
    )
  })
  const url = `http://${shownHost(host)}:${new URL(bound).port || port}${root}`
  console.log(`Podyard ${version} at ${url}`)
  console.log(`Data folder: ${config.dataDir}`)
  const token = await server.newSetupToken()
  if (token !== undefined) {
    console.log(`There is no user yet. Make the first admin: ${url}setup?token=${token}`)
  }
  await server.start()
}

/** What to type into a browser for an address that means "all". */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname()
  return host.includes(':') ? `[${host}]` : host
}

/** Follows the command line to its end; a server ends by a signal. Refusals go to standard error, with exit code 1. */
export async function run(args: string[]): Promise<void> {
  // Key, database and backups are nobody else's business.
  process.umask(0o077)
  try {
    await dispatch(args)
  } catch (error) {
    // Those made for people need no stack.
    const named = ['ConfigError', 'LockedError', 'NewerDatabaseError', 'SecretError', 'UsageError']
    console.error(error instanceof Error && named.includes(error.name) ? error.message : error)
    process.exit(1)
  }
}
