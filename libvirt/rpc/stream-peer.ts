import { duplexPair, type Duplex } from 'node:stream'
import { expect, vi } from 'vitest'
import { encode } from '../xdr/codec.ts'
import { uint } from '../xdr/numbers.ts'
import { createRpcConnection, type RpcConnection } from './connection.ts'
import { createPacketSplitter } from './framing.ts'
import { remoteError } from './libvirt-error.ts'
import { packetOf, PacketStatus, PacketType, PAYLOAD_OFFSET, type Packet } from './packet.ts'
import type { Procedure, StreamDirection, StreamProcedure } from './procedure.ts'

/** A host by hand, for the specs of streams: what is written to `far` is what it says. */
export const echo: Procedure<number, number> = {
  name: 'echo',
  program: 0x1234,
  version: 1,
  number: 5,
  args: uint,
  result: uint,
}
const streaming = <D extends StreamDirection>(
  direction: D,
): StreamProcedure<number, number, D> => ({
  ...echo,
  name: direction,
  number: 7,
  direction,
})
export const upload = streaming('send')
export const download = streaming('receive')
export const terminal = streaming('both')

export const { ok, error: failed, continue: more } = PacketStatus
export const SERIAL = 1
export const header = { program: 0x1234, version: 1, procedure: 7, serial: SERIAL }
export const accepted = packetOf({ ...header, type: PacketType.reply, status: ok }, encode(uint, 9))
export const streamPacket = (status: Packet['header']['status'], payload?: Buffer) =>
  packetOf({ ...header, type: PacketType.stream, status }, payload)
export const refusal = encode(remoteError, {
  code: 38,
  domain: 0,
  message: 'no space left',
  level: 2,
  dom: null,
  str1: null,
  str2: null,
  str3: null,
  int1: 0,
  int2: 0,
  net: null,
})
export const noSpace = {
  name: 'LibvirtError',
  codeName: 'VIR_ERR_SYSTEM_ERROR',
  message: 'no space left',
}

export let far: Duplex
export let rpc: RpcConnection
export let received: Packet[]

export const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000 })
/** What the host got after the call itself: status and size of each packet. */
export const sent = () =>
  received.slice(1).map(({ header: { status }, bytes }) => [status, bytes.length - PAYLOAD_OFFSET])
export const untilSent = (packets: unknown[]) => eventually(() => expect(sent()).toEqual(packets))

export function start(options: Parameters<typeof createRpcConnection>[1] = {}): void {
  const [near, other] = duplexPair()
  far = other
  received = []
  const splitter = createPacketSplitter((packet) => received.push(packet))
  far.on('data', (chunk: Buffer) => splitter.push(chunk))
  far.on('error', () => {})
  rpc = createRpcConnection(near, { callTimeoutMs: 1_000, ...options })
}

export async function open<D extends StreamDirection>(
  procedure: StreamProcedure<number, number, D>,
) {
  const opening = rpc.openStream(procedure, 3)
  far.write(accepted)
  return (await opening).stream
}

export async function isUsable(): Promise<void> {
  const answer = rpc.call(echo, 4, { timeoutMs: 5_000 })
  await eventually(() => expect(received.at(-1)?.header.procedure).toBe(echo.number))
  const { serial } = received.at(-1)?.header ?? { serial: 0 }
  const to = { ...header, procedure: echo.number, serial, type: PacketType.reply, status: ok }
  far.write(packetOf(to, encode(uint, 4)))
  expect(await answer).toBe(4)
}
