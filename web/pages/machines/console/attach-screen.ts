import RFB from '@novnc/novnc'
import type { ConsoleTicket } from '../../../../contract/console.ts'
import { openSocket, watchEnd, type ConsoleLink, type LinkEvents } from './console-link.ts'
import { keysOf } from './keys.ts'

/** A machine's screen, keyboard and mouse, by VNC. */
export function attachScreen(
  place: HTMLElement,
  ticket: ConsoleTicket,
  { onOpen, onEnd }: LinkEvents,
): ConsoleLink {
  const socket = openSocket(ticket)
  const password = ticket.password === null ? {} : { credentials: { password: ticket.password } }
  const rfb = new RFB(place, socket, { shared: true, ...password })
  rfb.background = getComputedStyle(place).getPropertyValue('--bar')
  rfb.scaleViewport = true
  rfb.showDotCursor = true

  let refusal = ''
  let isOver = false
  const end: LinkEvents['onEnd'] = (why, detail) => {
    if (isOver) return
    isOver = true
    // noVNC leaves by itself when it cannot agree with the server, which looks as if the connection broke.
    if (why === null && refusal !== '') onEnd('failed', refusal)
    else onEnd(why, detail)
  }
  const stopWatching = watchEnd(socket, end)
  const on = (name: string, listener: (event: CustomEvent<{ reason?: string }>) => void) =>
    rfb.addEventListener(name, listener as EventListener)
  on('connect', onOpen)
  on('securityfailure', ({ detail }) => {
    refusal = `The VNC server refused us${detail.reason ? `: ${detail.reason}.` : '.'}`
  })
  on('credentialsrequired', () => {
    refusal = 'The VNC server asks for a login that libvirt does not know.'
    rfb.disconnect()
  })
  on('disconnect', () => end(null, ''))

  return {
    focus: () => rfb.focus(),
    type: (text) => {
      for (const { keysym, shift } of keysOf(text)) {
        if (shift) rfb.sendKey(shiftKey, 'ShiftLeft', true)
        rfb.sendKey(keysym, null)
        if (shift) rfb.sendKey(shiftKey, 'ShiftLeft', false)
      }
      rfb.focus()
    },
    ctrlAltDel: () => {
      rfb.sendCtrlAltDel()
      rfb.focus()
    },
    fit: (whole) => {
      rfb.scaleViewport = whole
    },
    close: () => {
      isOver = true
      stopWatching()
      rfb.disconnect()
    },
  }
}

/** X11's `Shift_L`. */
const shiftKey = 0xffe1
