import type { ChannelTarget } from '../../../libvirt/index.ts'
import { withoutMetadata } from '../xml/domain.ts'
import { scanXml } from '../xml/scan.ts'

/** One `graphics` element. */
type Graphics = {
  type: string
  /** 0 where there is none, or none yet. */
  port: number
  password: string | null
  listens: { type: string; address: string | null; socket: string | null }[]
}

export type ConsoleXml = {
  name: string
  graphics: Graphics[]
  /** Type of the first serial port, else of the first console; null where there is neither. */
  serialType: string | null
  /** Where libvirt keeps what comes out of it. */
  serialLog: string | null
}

const devices = 'domain/devices'

/**
 * Reads the consoles out of `virsh dumpxml --security-info`.
 *
 * @throws XmlError
 */
export function readConsoleXml(xml: string): ConsoleXml {
  const found: ConsoleXml = { name: '', graphics: [], serialType: null, serialLog: null }
  let portsSeen = 0
  let console: string | null = null
  scanXml(withoutMetadata(xml), {
    open(path, attribute) {
      if (path === `${devices}/graphics`) {
        const listen = attribute('listen')
        found.graphics.push({
          type: attribute('type') ?? '',
          port: portOf(attribute('port')),
          password: attribute('passwd') ?? null,
          // libvirt writes a listen element as well, but a document may come from elsewhere.
          listens: listen === undefined ? [] : [{ type: 'address', address: listen, socket: null }],
        })
      } else if (path === `${devices}/graphics/listen`) {
        const [address, socket] = [attribute('address') ?? null, attribute('socket') ?? null]
        const type = attribute('type') ?? ''
        // The attribute repeats the first element.
        const listens = found.graphics.at(-1)?.listens
        const repeats = listens?.some((each) => each.address === address && address !== null)
        if (repeats === false) listens?.push({ type, address, socket })
      } else if (path === `${devices}/serial`) {
        portsSeen += 1
        if (portsSeen === 1) found.serialType = attribute('type') ?? ''
      } else if (path === `${devices}/console`) {
        console ??= attribute('type') ?? ''
      } else if (path === `${devices}/serial/log` || path === `${devices}/console/log`) {
        if (portsSeen <= 1) found.serialLog ??= attribute('file') ?? null
      }
    },
    close(path, text) {
      if (path === 'domain/name') found.name = text
    },
  })
  found.serialType ??= console
  return found
}

function portOf(text: string | undefined): number {
  const port = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0
  return port <= 65_535 ? port : 0
}

/** What a server that listens there is reached by from the host itself. */
const loopbackOf = new Map<string, '127.0.0.1' | '::1'>([
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['localhost', '127.0.0.1'],
  ['::1', '::1'],
  ['::', '::1'],
])

export type VncServer = {
  /** Null for one that the host's loopback address does not lead to. */
  target: Exclude<ChannelTarget, 'daemon'> | null
  /** Addresses that it listens on; null where there are none. */
  listen: string | null
  password: string | null
}

/** The VNC server that is reached best; null where there is none. */
export function vncServer({ graphics }: ConsoleXml): VncServer | null {
  const servers = graphics
    .filter(({ type }) => type === 'vnc')
    .map((each): VncServer => ({
      target: targetOf(each),
      listen: each.listens.flatMap(({ address }) => address ?? []).join(', ') || null,
      password: each.password,
    }))
  return servers.find(({ target }) => target !== null) ?? servers[0] ?? null
}

function targetOf({ port, listens }: Graphics): VncServer['target'] {
  for (const { address, socket } of listens) {
    const host = loopbackOf.get(address ?? '')
    if (host !== undefined && port > 0) return { host, port }
    if (socket?.startsWith('/')) return { socketPath: socket }
  }
  return null
}
