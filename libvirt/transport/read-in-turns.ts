import type { Socket } from 'node:net'

/** What one turn of the event loop takes off a socket. Bytes; some ten milliseconds of deciphering. */
const MAX_BYTES = 128 * 1024

/**
 * To be called once somebody else reads the socket, as listening here alone would let it flow.
 *
 * Lets the event loop turn between pieces of what is ready. Node takes up to 32 pieces of 64 KB off a
 * socket before it looks at anything else, which deciphered take longer than others can wait.
 */
export function readInTurns(socket: Socket): void {
  let taken = 0
  const turn = () => {
    if (taken >= MAX_BYTES) socket.resume()
    taken = 0
  }
  socket.on('data', (chunk: Buffer) => {
    if (taken === 0) setImmediate(turn)
    taken += chunk.length
    if (taken >= MAX_BYTES) socket.pause()
  })
}
