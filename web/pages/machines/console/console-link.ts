import { consoleProtocol, type ConsoleTicket } from '../../../../contract/console.ts'
import { consoleEndOf, type ConsoleEnd } from '../../../../contract/rules/console-ends.ts'

/** An attached console, of either kind. */
export type ConsoleLink = {
  focus: () => void
  /** As if it was typed. */
  type: (text: string) => void
  /** Null where there is no such key. */
  ctrlAltDel: (() => void) | null
  /** Whether the picture is made as large as its place; null where it always is. */
  fit: ((whole: boolean) => void) | null
  close: () => void
}

export type LinkEvents = {
  onOpen: () => void
  /** Once, unless we closed it. `end` is null for a connection that broke. */
  onEnd: (end: ConsoleEnd | null, detail: string) => void
}

/** Shows the ticket. It is then worth nothing, whatever comes of it. */
export function openSocket({ path, token }: ConsoleTicket): WebSocket {
  const address = new URL(path, location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address, [consoleProtocol, token])
  socket.binaryType = 'arraybuffer'
  return socket
}

/** Tells of the end, until what it returns is called. */
export function watchEnd(socket: WebSocket, onEnd: LinkEvents['onEnd']): () => void {
  const tell = ({ code, reason }: CloseEvent) => onEnd(consoleEndOf(code), reason)
  socket.addEventListener('close', tell)
  return () => socket.removeEventListener('close', tell)
}
