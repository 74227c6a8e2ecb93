import { decode } from '../xdr/codec.ts'
import { CallTimeoutError } from './errors.ts'
import { LibvirtError, remoteError } from './libvirt-error.ts'
import { PacketStatus, PAYLOAD_OFFSET, type Packet } from './packet.ts'
import type { Procedure } from './procedure.ts'

/** The part of a procedure that a reply needs. */
type Answerable<R> = Pick<Procedure<unknown, R>, 'name' | 'result'>

interface Pending {
  /** Null once nobody waits any more: the reply is still due, and will be dropped. */
  readonly settle: ((packet: Packet) => void) | null
  readonly fail: (error: Error) => void
  readonly wave: number
}

export interface WaitOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

const LAST_SERIAL = 0xffff_ffff

/** The calls a connection waits for, by serial. Replies come in any order. */
export function createCallTable() {
  const pending = new Map<number, Pending>()
  let lastSerial = 0
  let answeredWave = 0
  let lastWave = 0

  function nextSerial(): number {
    do {
      lastSerial = lastSerial === LAST_SERIAL ? 1 : lastSerial + 1
    } while (pending.has(lastSerial))
    return lastSerial
  }

  return {
    nextSerial,

    /** Calls the host has not answered yet, those nobody waits for any more included. */
    get unanswered() {
      return pending.size
    },

    /**
     * Sequential waits so far. A call belongs to the wave after the latest one any reply was seen
     * of, so calls written together count once, and what was learnt from a reply counts one more.
     */
    get roundTrips() {
      return lastWave
    },

    /** Waits for the reply to a call that is about to be written. */
    wait<R>(serial: number, procedure: Answerable<R>, options: WaitOptions): Promise<R> {
      const { timeoutMs, signal } = options
      const wave = answeredWave + 1
      lastWave = Math.max(lastWave, wave)
      return new Promise<R>((resolve, reject) => {
        const abandon = (error: unknown) => {
          fail(error)
          pending.set(serial, { settle: null, fail: () => {}, wave })
        }
        const onAbort = () => abandon(signal?.reason)
        const timer = setTimeout(
          () => abandon(new CallTimeoutError(procedure.name, timeoutMs)),
          timeoutMs,
        )
        const stop = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', onAbort)
        }
        const fail = (error: unknown) => {
          stop()
          reject(error)
        }
        const settle = (packet: Packet) => {
          stop()
          try {
            resolve(readReply(procedure, packet))
          } catch (error) {
            reject(error)
          }
        }
        signal?.addEventListener('abort', onAbort)
        pending.set(serial, { settle, fail, wave })
      })
    },

    /** A reply arrived. One nobody asked for, or nobody waits for any more, is dropped. */
    settle(packet: Packet): void {
      const call = pending.get(packet.header.serial)
      if (!call) return
      pending.delete(packet.header.serial)
      answeredWave = Math.max(answeredWave, call.wave)
      call.settle?.(packet)
    },

    /** Ends every wait. */
    failAll(error: Error): void {
      const calls = [...pending.values()]
      pending.clear()
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
