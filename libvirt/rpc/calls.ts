import { delayOf } from '../delay.ts'
import { decode } from '../xdr/codec.ts'
import { CallTimeoutError } from './errors.ts'
import { LibvirtError, remoteError } from './libvirt-error.ts'
import { PacketStatus, PAYLOAD_OFFSET, type Packet } from './packet.ts'
import type { Procedure } from './procedure.ts'

/** The part of a procedure that a reply needs. */
type Answerable<R> = Pick<Procedure<unknown, R>, 'name' | 'result'>

interface Pending {
  /** Null once nobody waits any more: the reply is still due, and will be dropped. */
  settle: ((packet: Packet) => void) | null
  readonly fail: (error: Error) => void
  readonly onReply: (accepted: boolean) => void
  readonly wave: number
}

export interface WaitOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /**
   * Told what became of the call, whether anybody still waits or not: true when the host accepted
   * it, false when it refused it or never got it.
   */
  readonly onReply?: ((accepted: boolean) => void) | undefined
}

export interface CallTableOptions {
  readonly write: (packet: Buffer) => void
  /** Calls the host may owe a reply at one time; more wait here. */
  readonly maxInFlight: number
  /** Serials in use by something else. */
  readonly isTaken: (serial: number) => boolean
}

const LAST_SERIAL = 0xffff_ffff

/** The calls of a connection, by serial: those that wait to be written and those that wait for a reply. */
export function createCallTable({ write, maxInFlight, isTaken }: CallTableOptions) {
  const pending = new Map<number, Pending>()
  /** Packets of those that are not written yet, in the order they were asked for. */
  const waiting = new Map<number, Buffer>()
  let inFlight = 0
  let lastSerial = 0
  let answeredWave = 0
  let lastWave = 0

  function nextSerial(): number {
    do {
      lastSerial = lastSerial === LAST_SERIAL ? 1 : lastSerial + 1
    } while (pending.has(lastSerial) || isTaken(lastSerial))
    return lastSerial
  }

  function sendWaiting(): void {
    for (const [serial, packet] of waiting) {
      if (inFlight >= maxInFlight) return
      waiting.delete(serial)
      inFlight += 1
      write(packet)
    }
  }

  /** Nobody waits any more. What was not written never will be; what was is still answered. */
  function abandon(serial: number, call: Pending): void {
    if (!waiting.delete(serial)) {
      call.settle = null
      return
    }
    pending.delete(serial)
    call.onReply(false)
  }

  return {
    nextSerial,

    /** Calls the host has not answered yet, those nobody waits for any more included. */
    get unanswered() {
      return inFlight
    },

    /**
     * Sequential waits so far. A call belongs to the wave after the latest one any reply was seen
     * of, so calls made together count once, and what was learnt from a reply counts one more.
     */
    get roundTrips() {
      return lastWave
    },

    /** Writes a call, as soon as there is room for it, and waits for its reply. */
    call<R>(
      serial: number,
      packet: Buffer,
      procedure: Answerable<R>,
      options: WaitOptions,
    ): Promise<R> {
      const { timeoutMs, signal, onReply = () => {} } = options
      const wave = answeredWave + 1
      lastWave = Math.max(lastWave, wave)
      return new Promise<R>((resolve, reject) => {
        const giveUp = (error: unknown) => {
          stop()
          abandon(serial, call)
          reject(error)
        }
        const onAbort = () => giveUp(signal?.reason)
        const onTimeout = () => giveUp(new CallTimeoutError(procedure.name, timeoutMs))
        const timer = setTimeout(onTimeout, delayOf(timeoutMs))
        const stop = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', onAbort)
        }
        const call: Pending = {
          wave,
          onReply,
          fail: (error) => {
            stop()
            reject(error)
          },
          settle: (reply) => {
            stop()
            try {
              resolve(readReply(procedure, reply))
            } catch (error) {
              reject(error)
            }
          },
        }
        signal?.addEventListener('abort', onAbort)
        pending.set(serial, call)
        waiting.set(serial, packet)
        sendWaiting()
      })
    },

    /** A reply arrived. One nobody asked for, or nobody waits for any more, is dropped. */
    settle(packet: Packet): void {
      const { serial } = packet.header
      const call = pending.get(serial)
      // A host that answers what was not even sent is not to be trusted with a result.
      if (!call || waiting.has(serial)) return
      pending.delete(serial)
      inFlight -= 1
      answeredWave = Math.max(answeredWave, call.wave)
      call.onReply(packet.header.status === PacketStatus.ok)
      call.settle?.(packet)
      sendWaiting()
    },

    /** Ends every wait. */
    failAll(error: Error): void {
      const calls = [...pending.values()]
      pending.clear()
      waiting.clear()
      inFlight = 0
      for (const call of calls) call.fail(error)
    },
  }
}

function readReply<R>(procedure: Answerable<R>, { header, bytes }: Packet): R {
  if (header.status === PacketStatus.error) {
    throw new LibvirtError(procedure.name, decode(remoteError, bytes, PAYLOAD_OFFSET))
  }
  return decode(procedure.result, bytes, PAYLOAD_OFFSET)
}
