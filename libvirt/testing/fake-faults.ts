import { setTimeout as sleep } from 'node:timers/promises'
import type { Duplex } from 'node:stream'
import { HEADER_BYTES, MAX_PACKET_BYTES } from '../rpc/packet.ts'
import type { ErrorCodeName } from '../rpc/error-codes.ts'

/** What can go wrong with one reply. */
export type Fault =
  /** Comes late, after others. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** libvirt refuses. */
  | { readonly kind: 'error'; readonly code: ErrorCodeName; readonly message: string }
  /** Never comes. */
  | { readonly kind: 'never' }
  /** The socket closes instead. */
  | { readonly kind: 'drop' }
  /** Half of it comes, then the socket closes. */
  | { readonly kind: 'truncate' }
  /** Its payload is cut short by four bytes; the framing stays right. */
  | { readonly kind: 'corrupt' }
  /** It carries the serial of no call. */
  | { readonly kind: 'wrong_serial' }
  /** It claims to be larger than any packet may be. */
  | { readonly kind: 'oversize' }
  /** What comes is not the protocol at all. */
  | { readonly kind: 'garbage' }

const SERIAL_OFFSET = 20

/** Writes a reply the way the fault wants it. */
export async function writeReply(duplex: Duplex, packet: Buffer, fault: Fault | undefined) {
  const write = (bytes: Buffer | string) => {
    if (duplex.writable) duplex.write(bytes)
  }
  switch (fault?.kind) {
    case undefined:
    case 'error':
      return write(packet)
    case 'delay':
      await sleep(fault.ms)
      return write(packet)
    case 'never':
      return
    case 'drop':
      return void duplex.destroy()
    case 'truncate':
      return void duplex.end(packet.subarray(0, packet.length / 2))
    case 'corrupt': {
      const cut = packet.subarray(0, Math.max(HEADER_BYTES, packet.length - 4))
      cut.writeUInt32BE(cut.length)
      return write(cut)
    }
    case 'wrong_serial':
      packet.writeUInt32BE(0x7fff_ffff, SERIAL_OFFSET)
      return write(packet)
    case 'oversize':
      packet.writeUInt32BE(MAX_PACKET_BYTES + 4)
      return write(packet)
    case 'garbage':
      return write('Welcome to this machine!\n')
  }
}
