import { decode } from '../xdr/codec.ts'
import { XdrError } from '../xdr/xdr-error.ts'
import { PAYLOAD_OFFSET, type Packet } from './packet.ts'
import type { EventMessage } from './procedure.ts'

type Handler = (packet: Packet) => void

const keyOf = (program: number, number: number) => `${program}:${number}`

/** Hands the messages a server sends unasked to whoever listens for them. */
export function createEventTable(onWarning: (error: Error) => void) {
  const handlers = new Map<string, Set<Handler>>()
  /** Kinds of messages that were warned of once: a host may send spoilt ones without end. */
  const spoilt = new Set<string>()

  function warn(key: string, error: unknown): void {
    if (error instanceof XdrError) {
      if (spoilt.has(key)) return
      spoilt.add(key)
    }
    onWarning(error instanceof Error ? error : new Error(String(error)))
  }

  return {
    /** Listens until the returned function is called. */
    add<P>(message: EventMessage<P>, listener: (payload: P) => void): () => void {
      const key = keyOf(message.program, message.number)
      const group = handlers.get(key) ?? new Set<Handler>()
      handlers.set(key, group)
      const handler: Handler = ({ bytes }) =>
        listener(decode(message.payload, bytes, PAYLOAD_OFFSET))
      group.add(handler)
      return () => {
        group.delete(handler)
        if (group.size === 0) handlers.delete(key)
      }
    },

    /** A listener that throws, or a payload that does not decode, must not hurt the connection. */
    dispatch(packet: Packet): void {
      const { program, procedure } = packet.header
      const key = keyOf(program, procedure)
      for (const handler of handlers.get(key) ?? []) {
        try {
          handler(packet)
        } catch (error) {
          warn(key, error)
        }
      }
    },
  }
}
