import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import type { ConsoleTicket } from '../../../../contract/console.ts'
import { openSocket, watchEnd, type ConsoleLink, type LinkEvents } from './console-link.ts'
import { openTerminal, terminalDocument } from './terminal-document.ts'

/** Lines that can be scrolled back to. */
const scrollback = 5_000

/** A serial port in a terminal. The port knows no size: what runs behind it keeps to 80 columns unless told. */
export function attachTerminal(
  place: HTMLElement,
  ticket: ConsoleTicket,
  { onOpen, onEnd }: LinkEvents,
): ConsoleLink {
  const look = getComputedStyle(place)
  const terminal = new Terminal({
    documentOverride: terminalDocument(),
    screenReaderMode: true,
    scrollback,
    fontFamily: look.getPropertyValue('--font-mono'),
    fontSize: 13,
    theme: {
      background: look.getPropertyValue('--bar'),
      foreground: look.getPropertyValue('--bar-text'),
      cursor: look.getPropertyValue('--bar-line'),
    },
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  openTerminal(terminal, place)
  const resized = new ResizeObserver(() => fit.fit())
  resized.observe(place)

  const socket = openSocket(ticket)
  const stopWatching = watchEnd(socket, (end, detail) => {
    terminal.options.disableStdin = true
    onEnd(end, detail)
  })
  const encoder = new TextEncoder()
  const send = (bytes: Uint8Array<ArrayBuffer>) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
  }
  socket.addEventListener('open', onOpen)
  socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
    terminal.write(new Uint8Array(data))
  })
  terminal.onData((text) => send(encoder.encode(text)))
  // Reports of the mouse, one byte per character.
  terminal.onBinary((text) => send(Uint8Array.from(text, (character) => character.charCodeAt(0))))

  return {
    focus: () => terminal.focus(),
    type: (text) => terminal.paste(text),
    ctrlAltDel: null,
    fit: null,
    close: () => {
      stopWatching()
      socket.close()
      resized.disconnect()
      terminal.dispose()
    },
  }
}
