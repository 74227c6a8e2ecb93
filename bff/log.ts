import { fastify, type FastifyBaseLogger } from 'fastify'
import type { LogLevel } from './config.ts'

export type Log = FastifyBaseLogger

/** Fields that are never written, wherever an object with them is logged. */
const secretFields = ['password', 'power_pass', 'token', 'authorization', 'cookie']

/** Lines of JSON, or lines for people on a terminal. */
export function createLog(level: LogLevel, output: NodeJS.WriteStream = process.stdout): Log {
  const stream = output.isTTY ? { write: (line: string) => output.write(forPeople(line)) } : output
  // The web framework brings its logger; an app that never listens is the way to it.
  return fastify({
    logger: {
      level,
      stream,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
    },
  }).log
}

function forPeople(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>
  const fields = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
  const stack = (err as { stack?: string } | undefined)?.stack
  const head = [String(time).slice(11, 19), String(level).padEnd(5), msg, ...fields].join(' ')
  return `${head}\n${stack ? `${stack}\n` : ''}`
}
