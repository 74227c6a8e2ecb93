import {
  domainGetXmlDesc,
  domainLookupByUuid,
  DomainXmlFlag,
  LibvirtError,
  TransportError,
  type Connection,
  type Domain,
  type HostTransport,
} from '../../../libvirt/index.ts'
import { shellWord } from '../derive.ts'
import { fault, sentence } from '../faults.ts'
import { HostError } from '../host-error.ts'
import { ConsoleError } from './console-error.ts'
import { readConsoleXml, vncServer, type ConsoleXml } from './console-xml.ts'
import type { HostConsoles } from './port.ts'
import { openScreen } from './screen.ts'
import { isWithinReach, readLogEnd } from './serial-log.ts'
import { openSerial } from './serial.ts'

export type ConsoleDeps = {
  connection: Connection
  openChannel: HostTransport['openChannel']
  /** Makes HostErrors of what libvirt and the way to it throw. */
  guarded: <T>(work: () => Promise<T>) => Promise<T>
}

/** The way to the host, which was there before. */
function withoutTransport(error: unknown): never {
  if (!(error instanceof TransportError)) throw error
  const lost = fault('connection_lost', `The way to the host broke: ${sentence(error.message)}`)
  throw new HostError(lost, [], { cause: error })
}

/** The host looks at the UUID only. */
const domainOf = (uuid: string): Domain => ({ name: '', uuid, id: -1 })

const editCommand = ({ name }: ConsoleXml) => `sudo virsh edit ${shellWord(name)}`

export function createHostConsoles({
  connection,
  openChannel,
  guarded: ofHost,
}: ConsoleDeps): HostConsoles {
  const { call, uri } = connection
  const guarded = <T>(work: () => Promise<T>) => ofHost(() => work().catch(withoutTransport))

  const describe = async (uuid: string) => {
    const dom = domainOf(uuid)
    try {
      const [found, xml] = await Promise.all([
        call(domainLookupByUuid, { uuid }),
        call(domainGetXmlDesc, { dom, flags: DomainXmlFlag.secure }),
      ])
      return { running: found.id >= 0, document: readConsoleXml(xml) }
    } catch (error) {
      const isGone = error instanceof LibvirtError && error.codeName === 'VIR_ERR_NO_DOMAIN'
      if (isGone) return null
      throw error
    }
  }

  // One reader of a folder at a time: it is one pool.
  let lastRead: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = lastRead.then(work)
    lastRead = done.catch(() => {})
    return done
  }

  return {
    read: (uuid) =>
      guarded(async () => {
        const found = await describe(uuid)
        if (!found) return null
        const { running, document } = found
        const vnc = vncServer(document)
        const others = document.graphics.some(({ type }) => type === 'spice') ? 'spice' : 'none'
        const { serialType } = document
        const facts = {
          simulated: uri.startsWith('test:'),
          running,
          screen: vnc ? (vnc.target ? ('vnc' as const) : ('far' as const)) : others,
          serial:
            serialType === null ? ('none' as const) : serialType === 'pty' ? 'pty' : 'elsewhere',
          listen: vnc?.listen ?? null,
          editCommand: editCommand(document),
        } as const
        return { facts, password: vnc?.password || null }
      }),
    openSerial: (uuid, options) =>
      guarded(() => openSerial(openChannel, uri, domainOf(uuid), options)),
    openScreen: (uuid, { signal }) =>
      guarded(async () => {
        // As it is now: a machine that was switched off and on listens elsewhere.
        const found = await describe(uuid)
        if (!found?.running) throw new ConsoleError('machine_off', 'The machine is off.')
        const vnc = vncServer(found.document)
        if (!vnc) throw new ConsoleError('failed', 'The machine has no VNC server any more.')
        return openScreen(openChannel, vnc, signal)
      }),
    readLog: (uuid, bytes) =>
      guarded(async () => {
        const found = await describe(uuid)
        if (!found) return null
        const { document } = found
        const path = document.serialLog
        const none = { editCommand: editCommand(document) }
        if (path === null) return { without: 'none_kept', ...none }
        if (!isWithinReach(path)) return { without: 'out_of_reach', ...none }
        const end = await inTurn(() => readLogEnd(connection, path, bytes))
        return end ?? { without: 'not_yet', ...none }
      }),
  }
}
