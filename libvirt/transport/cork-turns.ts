import type { Writable } from 'node:stream'

/**
 * What is written in one turn of the event loop leaves in one system call. ssh2 writes the length,
 * the text and the tag of every packet on their own, and without Nagle's algorithm each would travel
 * in a TCP segment of its own: three wake-ups of the host for one packet.
 */
export function corkTurns(stream: Writable): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
  stream.write = (...args: unknown[]) => {
    if (stream.writableCorked === 0) {
      stream.cork()
      process.nextTick(() => stream.uncork())
    }
    return write(...args)
  }
}
