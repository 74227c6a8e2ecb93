/* oxlint-disable no-underscore-dangle -- what node:stream calls them for those who implement a stream */
import type { Writable } from 'node:stream'

/**
 * What is written together leaves together. ssh2's channels make an SSH packet, a cipher and a
 * system call of every write: five hundred calls would block for over 50 ms.
 */
export function joinWrites(stream: Writable): void {
  stream._writev = (chunks, done) => {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk))
    stream._write(bytes, 'buffer' as BufferEncoding, done)
  }
}
