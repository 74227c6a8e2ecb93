import { readFileSync } from 'node:fs'
import { HEADER_BYTES, PacketStatus, PacketType } from '../../rpc/packet.ts'
import { codecIndex, messages, procedures } from './declarations.ts'

const read = (name: string) => readFileSync(new URL(`recordings/${name}.bin`, import.meta.url))

/** What a real libvirtd 9.0 sent in one session with each of its drivers; see `recorder.ts`. */
export const recordings = { qemu: read('qemu'), test: read('test') } as const

/** The packets of a recording, length word included. */
export function packetsOf(recording: Buffer): Buffer[] {
  const packets: Buffer[] = []
  for (let at = 0; at < recording.length; at += recording.readUInt32BE(at)) {
    packets.push(recording.subarray(at, at + recording.readUInt32BE(at)))
  }
  return packets
}

/** A payload that was really sent, and what it was declared as. */
export interface RecordedPayload {
  readonly codec: number
  readonly bytes: Buffer
}

export const payloadsIn = (recording: Buffer): readonly RecordedPayload[] =>
  packetsOf(recording).flatMap((packet) => {
    const codec = codecIndex(nameOf(packet))
    return codec < 0 ? [] : [{ codec, bytes: packet.subarray(HEADER_BYTES) }]
  })

export const recordedPayloads = Object.values(recordings).flatMap(payloadsIn)

function nameOf(packet: Buffer): string {
  const [program, number] = [packet.readUInt32BE(4), packet.readUInt32BE(12)]
  const isIt = (one: { program: number; number: number }) =>
    one.program === program && one.number === number
  if (packet.readUInt32BE(24) === PacketStatus.error) return 'error'
  if (packet.readUInt32BE(16) === PacketType.message) return messages.find(isIt)?.name ?? ''
  return `${procedures.find(isIt)?.name} result`
}
