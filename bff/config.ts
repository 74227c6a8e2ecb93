import { join, resolve } from 'node:path'
import * as z from 'zod/mini'
import type { StoreLocation } from './store/store.ts'

export type Config = {
  listen: { host: string; port: number }
  dataDir: string
  keyFile: string
  store: StoreLocation
  /** Whether `test:///` addresses, simulated hosts, may be added. */
  allowTestDriver: boolean
  /** Where `qemu:///system` and `test:///` are reached; undefined: the usual places. */
  libvirtSocket: string | undefined
  logLevel: LogLevel
  /** Believe what the one proxy in front says: the last of X-Forwarded-For, X-Forwarded-Host and X-Forwarded-Proto. */
  trustProxy: boolean
  /** Whether `/metrics` needs no key from this machine itself. */
  metricsOnLoopback: boolean
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** The environment cannot be used; the message names each variable, what is wrong and an example. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const listen = z.pipe(
  z.string(),
  z.transform((value, context) => {
    const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(value)
    const port = Number(match?.[3])
    if (!match || port > 65_535) {
      context.issues.push({ code: 'custom', input: value, message: 'is not an address and a port' })
    }
    return { host: match?.[1] ?? match?.[2] ?? '', port }
  }),
)

const yesOrNo = z.pipe(
  z.enum(['1', '0', 'true', 'false', 'yes', 'no', ''], { error: () => 'is neither yes nor no' }),
  z.transform((value) => ['1', 'true', 'yes'].includes(value)),
)

const path = z.string().check(z.minLength(1, 'is empty'))

const postgresUrl = z
  .string()
  .check(z.regex(/^postgres(ql)?:\/\/\S+$/, 'is not the URL of a PostgreSQL database'))

const variables = {
  PODYARD_LISTEN: {
    schema: z.optional(listen),
    example: '127.0.0.1:5240',
  },
  PODYARD_DATA: { schema: z.optional(path), example: '/var/lib/podyard' },
  PODYARD_KEY_FILE: { schema: z.optional(path), example: '/etc/podyard/secret.key' },
  DATABASE_URL: {
    schema: z.optional(postgresUrl),
    example: 'postgres://podyard@127.0.0.1/podyard',
  },
  PODYARD_ALLOW_TEST_DRIVER: { schema: z.optional(yesOrNo), example: '1' },
  PODYARD_LIBVIRT_SOCKET: { schema: z.optional(path), example: '/run/libvirt/libvirt-sock' },
  PODYARD_LOG_LEVEL: {
    schema: z.optional(z.enum(logLevels, { error: () => 'is not a log level' })),
    example: logLevels.join(', '),
  },
  PODYARD_TRUST_PROXY: { schema: z.optional(yesOrNo), example: '1' },
  PODYARD_METRICS_ON_LOOPBACK: { schema: z.optional(yesOrNo), example: '1' },
}

type Name = keyof typeof variables

/** Reads the environment once. Throws `ConfigError` with every variable that cannot be used. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const problems: string[] = []
  const read = <N extends Name>(name: N): z.output<(typeof variables)[N]['schema']> => {
    const { schema, example } = variables[name]
    const raw = environment[name]
    const result = z.safeParse(schema, raw)
    if (result.success) return result.data as z.output<(typeof variables)[N]['schema']>
    // The value of DATABASE_URL may hold a password.
    const shown = name === 'DATABASE_URL' ? '' : ` ("${raw}")`
    problems.push(`${name}${shown} ${result.error.issues[0]?.message}. Example: ${name}=${example}`)
    return undefined as never
  }
  const values = {
    listen: read('PODYARD_LISTEN') ?? { host: '127.0.0.1', port: 5240 },
    data: read('PODYARD_DATA') ?? './data',
    keyFile: read('PODYARD_KEY_FILE'),
    databaseUrl: read('DATABASE_URL'),
    allowTestDriver: read('PODYARD_ALLOW_TEST_DRIVER') ?? false,
    libvirtSocket: read('PODYARD_LIBVIRT_SOCKET'),
    logLevel: read('PODYARD_LOG_LEVEL') ?? 'info',
    trustProxy: read('PODYARD_TRUST_PROXY') ?? false,
    metricsOnLoopback: read('PODYARD_METRICS_ON_LOOPBACK') ?? false,
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  const dataDir = resolve(values.data)
  return {
    listen: values.listen,
    dataDir,
    keyFile: values.keyFile === undefined ? join(dataDir, 'secret.key') : resolve(values.keyFile),
    store: values.databaseUrl === undefined ? { dataDir } : { databaseUrl: values.databaseUrl },
    allowTestDriver: values.allowTestDriver,
    libvirtSocket: values.libvirtSocket,
    logLevel: values.logLevel,
    trustProxy: values.trustProxy,
    metricsOnLoopback: values.metricsOnLoopback,
  }
}
