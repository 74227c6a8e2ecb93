import type { Duplex } from 'node:stream'
import { TransportError, type HostTransport } from '../../../libvirt/index.ts'
import { ConsoleError } from './console-error.ts'
import type { VncServer } from './console-xml.ts'
import type { GuestStream } from './port.ts'

/** How every RFB server begins (RFC 6143, 7.1.1). */
const greeting = Buffer.from('RFB ')
const greetingLimitMs = 5_000

/**
 * Opens a VNC server. What does not greet as one gets no byte of ours: the address comes out of a document.
 *
 * @throws ConsoleError, TransportError, or the signal's reason
 */
export async function openScreen(
  openChannel: HostTransport['openChannel'],
  { target }: VncServer,
  signal: AbortSignal,
): Promise<GuestStream> {
  if (!target) throw new ConsoleError('failed', 'Its VNC server is out of reach.')
  const duplex = await openChannel(target, { signal }).catch((error: unknown) => {
    throw error instanceof TransportError ? refusal(error) : error
  })
  try {
    await awaitGreeting(duplex, signal)
    return { duplex, close: () => end(duplex), whyEnded: () => null }
  } catch (error) {
    await end(duplex)
    throw error
  }
}

function refusal(error: TransportError): unknown {
  if (error.code === 'tunnel_forbidden') {
    return new ConsoleError('tunnel_forbidden', error.message, error)
  }
  if (error.code === 'connection_lost') return error
  return new ConsoleError('failed', `Nobody answers at its VNC server: ${error.message}.`, error)
}

/** Leaves what came in the stream. */
function awaitGreeting(duplex: Duplex, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let came = Buffer.alloc(0)
  const onData = (chunk: Buffer) => {
    came = Buffer.concat([came, chunk])
    const wrong = !came.subarray(0, greeting.length).equals(greeting.subarray(0, came.length))
    if (wrong) reject(new ConsoleError('not_vnc', 'It greets in another way.'))
    else if (came.length >= greeting.length) resolve()
  }
  const onEnd = () => reject(new ConsoleError('failed', 'Its VNC server hung up at once.'))
  const onAbort = () => reject(signal.reason)
  const timer = setTimeout(() => {
    reject(new ConsoleError('not_vnc', `It said nothing for ${greetingLimitMs / 1000} s.`))
  }, greetingLimitMs)
  duplex.on('data', onData).once('end', onEnd).once('close', onEnd)
  signal.addEventListener('abort', onAbort)
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    duplex.off('data', onData).off('end', onEnd).off('close', onEnd)
    duplex.pause()
    if (came.length > 0 && duplex.readable) duplex.unshift(came)
  })
}

const farewellMs = 1_000

/** A host that is gone never agrees to the end. */
async function end(duplex: Duplex): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  duplex.once('close', resolve)
  const timer = setTimeout(resolve, farewellMs)
  if (duplex.closed) resolve()
  duplex.destroy()
  await closed
  clearTimeout(timer)
}
