import {
  DomainConsoleFlag,
  domainOpenConsole,
  LibvirtError,
  openConnection,
  type Domain,
  type HostTransport,
} from '../../../libvirt/index.ts'
import type { ConsoleEnd } from '../../../contract/rules/console-ends.ts'
import { sentence } from '../faults.ts'
import { ConsoleError } from './console-error.ts'
import type { GuestStream } from './port.ts'

/**
 * Opens a serial port on a connection of its own: the protocol cannot hold back one stream, only the whole socket, and
 * a guest that prints faster than a browser reads must not make the host deaf to everything else.
 *
 * @throws ConsoleError, and whatever reaching the daemon again throws
 */
export async function openSerial(
  openChannel: HostTransport['openChannel'],
  uri: string,
  dom: Domain,
  { takeOver, signal }: { takeOver: boolean; signal: AbortSignal },
): Promise<GuestStream> {
  const channel = await openChannel('daemon', { signal })
  const connection = await openConnection(channel, { uri, signal })
  try {
    const flags = DomainConsoleFlag.safe | (takeOver ? DomainConsoleFlag.force : 0)
    const args = { dom, devname: null, flags }
    const { stream: duplex } = await connection.openStream(domainOpenConsole, args)
    signal.throwIfAborted()
    const close = async () => {
      duplex.destroy()
      await connection.close()
    }
    return { duplex, close, whyEnded: () => whyEnded(duplex.errored) }
  } catch (error) {
    await connection.close()
    throw error instanceof LibvirtError ? refusal(error) : error
  }
}

/** A machine that is switched off ends it well; libvirt breaks it off for somebody who takes over. */
function whyEnded(error: Error | null): ConsoleEnd {
  if (error instanceof LibvirtError) return 'taken_over'
  return error ? 'host_away' : 'machine_off'
}

const offCodes = new Set<string | undefined>(['VIR_ERR_OPERATION_INVALID', 'VIR_ERR_NO_DOMAIN'])

function refusal(error: LibvirtError): ConsoleError {
  const { codeName } = error
  // "Active console session exists for this domain", in the language of the host.
  if (codeName === 'VIR_ERR_OPERATION_FAILED') return new ConsoleError('taken', '', error)
  const end = offCodes.has(codeName) ? 'machine_off' : 'failed'
  return new ConsoleError(end, sentence(error.message), error)
}
