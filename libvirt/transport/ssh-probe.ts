import type { ClientChannel } from 'ssh2'
import { nothing } from '../xdr/numbers.ts'
import { authList } from '../protocol/auth.ts'
import { createPacketSplitter } from '../rpc/framing.ts'
import { encodePacket, PacketStatus, PacketType } from '../rpc/packet.ts'

/** How a command that should be a pipe to libvirt turned out. */
export type ProbeResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly stderr: string; readonly exitCode: number | undefined }
  | { readonly ok: false; readonly garbage: string }

const SERIAL = 0xffff_ffff
const MAX_STDERR = 4_096

/**
 * Finds out whether libvirt is at the other end of a command. Libvirt never speaks first, so it is
 * asked for its authentication types, which may be asked any number of times.
 */
export function probePipe(channel: ClientChannel): Promise<ProbeResult> {
  const { program, version, number: procedure } = authList
  const { call: type } = PacketType
  const { ok: status } = PacketStatus
  const header = { program, version, procedure, type, serial: SERIAL, status }

  return new Promise((resolve) => {
    let stderr = ''
    let exitCode: number | undefined
    const splitter = createPacketSplitter((packet) => {
      const ours = packet.header.program === program && packet.header.serial === SERIAL
      settle(ours ? { ok: true } : { ok: false, garbage: 'a reply nobody asked for' })
    })
    const onData = (chunk: Buffer) => {
      try {
        splitter.push(chunk)
      } catch {
        settle({ ok: false, garbage: chunk.toString('utf8', 0, MAX_STDERR) })
      }
    }
    const onClose = () => settle({ ok: false, stderr: stderr.trim(), exitCode })
    const settle = (result: ProbeResult) => {
      channel.off('data', onData)
      channel.off('close', onClose)
      // Paused until the next reader comes, or what arrives meanwhile would be lost.
      channel.pause()
      resolve(result)
    }
    channel.on('data', onData)
    channel.once('close', onClose)
    channel.once('exit', (code) => {
      if (typeof code === 'number') exitCode = code
    })
    // Read for good: an unread stderr fills its window and stops the channel.
    channel.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < MAX_STDERR) stderr += chunk.toString('utf8')
    })
    channel.write(encodePacket(header, nothing, undefined))
  })
}
