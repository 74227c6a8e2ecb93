import type { Duplex } from 'node:stream'
import { decode, type Codec } from '../xdr/codec.ts'
import { createPacketSplitter } from '../rpc/framing.ts'
import { KEEPALIVE_PROGRAM } from '../rpc/keepalive.ts'
import { remoteError } from '../rpc/libvirt-error.ts'
import {
  encodePacket,
  packetOf,
  PacketStatus,
  PacketType,
  PAYLOAD_OFFSET,
  type Packet,
} from '../rpc/packet.ts'
import type { EventMessage } from '../rpc/procedure.ts'
import { authList, authPolkit } from '../protocol/auth.ts'
import { connectOpen } from '../protocol/connect.ts'
import { AuthType } from '../protocol/constants.ts'
import {
  FakeRefusal,
  type FakeAnswer,
  type FakeCallbacks,
  type FakeContext,
} from './fake-answer.ts'
import { errorOf } from './fake-error.ts'
import { writeReply, type Fault } from './fake-faults.ts'
import { createFakeStreams } from './fake-streams.ts'

/** What a session needs of the daemon it belongs to. */
export interface SessionDaemon {
  readonly authTypes: readonly number[]
  readonly isSilent: () => boolean
  readonly onCall: (name: string) => void
  readonly takeFault: (name: string) => Fault | undefined
  /** Runs a reply, now or when the daemon's mode says. */
  readonly schedule: (reply: () => void) => void
  readonly answerOf: (program: number, procedure: number) => FakeAnswer | undefined
  readonly contextFor: (callbacks: FakeCallbacks) => FakeContext
}

/** One client of the fake. */
export interface FakeSession {
  readonly send: <P>(event: EventMessage<P>, payload: Omit<P, 'callbackId'>) => void
  readonly end: () => void
  /** Open streams. */
  readonly streams: number
}

interface Numbered {
  readonly program: number
  readonly number: number
}

interface Reply {
  readonly status: 0 | 1
  readonly bytes: Buffer
  readonly openStream?: () => void
}

const PONG = 2

/** libvirt's own choice; it means nothing. */
const EVENT_SERIAL = 1

const isCallOf = ({ header }: Packet, { program, number }: Numbered): boolean =>
  header.program === program && header.procedure === number

export function startFakeSession(duplex: Duplex, daemon: SessionDaemon): FakeSession {
  const messageByCallback = new Map<number, number>()
  const streams = createFakeStreams(duplex)
  let nextCallback = 0
  let authenticated = false
  let opened = false

  const splitter = createPacketSplitter((packet) => {
    if (daemon.isSilent()) return
    if (packet.header.program === KEEPALIVE_PROGRAM) return pong(packet)
    if (packet.header.type === PacketType.call) receive(packet)
    else if (packet.header.type === PacketType.stream) streams.receive(packet)
  })

  function pong({ header }: Packet): void {
    duplex.write(packetOf({ ...header, procedure: PONG }))
  }

  /** The order libvirt insists on. A second open loses the first one too, as the real one does. */
  function checkOrder(packet: Packet): void {
    if (isCallOf(packet, authList)) {
      authenticated ||= daemon.authTypes.includes(AuthType.none)
      return
    }
    if (isCallOf(packet, authPolkit)) return void (authenticated = true)
    if (!authenticated) throw new FakeRefusal('VIR_ERR_RPC', 'authentication required')
    if (isCallOf(packet, connectOpen)) {
      if (!opened) return
      opened = false
      throw new FakeRefusal('VIR_ERR_INTERNAL_ERROR', 'internal error: connection already open')
    }
    if (!opened)
      throw new FakeRefusal(
        'VIR_ERR_INTERNAL_ERROR',
        'internal error: hypervisor connection not open',
      )
  }

  function receive(packet: Packet): void {
    const { program, procedure: number } = packet.header
    const known = daemon.answerOf(program, number)
    const name = known?.procedure.name ?? `procedure ${number}`
    daemon.onCall(name)
    const fault = daemon.takeFault(name)
    const reply = replyTo(packet, known, fault)
    daemon.schedule(() => {
      // Only now, so that calls which did not wait for the reply fail as they do on a real host.
      if (isCallOf(packet, connectOpen)) opened = reply.status === PacketStatus.ok
      reply.openStream?.()
      void writeReply(duplex, reply.bytes, fault)
    })
  }

  function replyTo(packet: Packet, known: FakeAnswer | undefined, fault: Fault | undefined): Reply {
    const respond = <T>(status: 0 | 1, codec: Codec<T>, value: T): Reply => ({
      status,
      bytes: encodePacket({ ...packet.header, type: PacketType.reply, status }, codec, value),
    })
    try {
      checkOrder(packet)
      if (fault?.kind === 'error') throw new FakeRefusal(fault.code, fault.message)
      if (!known)
        throw new FakeRefusal('VIR_ERR_RPC', `unknown procedure: ${packet.header.procedure}`)
      const args = decode(known.procedure.args, packet.bytes, PAYLOAD_OFFSET)
      const context = daemon.contextFor(callbacks)
      const result = known.answer(args as never, context)
      const openStream = streams.open(packet, known, args, context)
      return { ...respond(PacketStatus.ok, known.procedure.result, result), openStream }
    } catch (error) {
      return respond(PacketStatus.error, remoteError, errorOf(error))
    }
  }

  const callbacks: FakeCallbacks = {
    register(message) {
      const callbackId = nextCallback++
      messageByCallback.set(callbackId, message)
      return callbackId
    },
    deregister: (callbackId) => void messageByCallback.delete(callbackId),
  }

  duplex.on('data', (chunk: Buffer) => splitter.push(chunk))
  duplex.on('error', () => {})
  duplex.on('end', () => duplex.destroy())

  return {
    send(event, payload) {
      for (const [callbackId, message] of messageByCallback) {
        if (message !== event.number || !duplex.writable) continue
        const { program, number: procedure } = event
        const header = { program, version: 1, procedure, serial: EVENT_SERIAL }
        const { message: type } = PacketType
        const body = { ...payload, callbackId } as Parameters<typeof event.payload.write>[1]
        duplex.write(encodePacket({ ...header, type, status: 0 }, event.payload, body))
      }
    },
    end: () => void duplex.destroy(),
    get streams() {
      return streams.size
    },
  }
}

/** What the fake answers before and beside any driver. */
export const authAnswers = (types: readonly number[]): readonly FakeAnswer[] => [
  { procedure: authList, answer: () => types },
  { procedure: authPolkit, answer: () => 1 },
  { procedure: connectOpen, answer: () => {} },
]
