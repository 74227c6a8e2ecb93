import type { Readable } from 'node:stream'

export type Output = {
  write: (chunk: string | Uint8Array) => unknown
  isTTY?: boolean
  /** Characters in a line of the terminal. */
  columns?: number
}

/** What the process has, handed over so that the command runs in a test as it does in a shell. */
export type Io = {
  out: Output
  err: Output
  stdin: Readable & { isTTY?: boolean }
  env: Record<string, string | undefined>
}

/** One line, or several, on standard error. */
export const say = (io: Io, message: string) => io.err.write(`${message}\n`)
export const print = (io: Io, message: string) => io.out.write(`${message}\n`)
