import { createWebSocketStream, type WebSocket } from 'ws'
import type { ConsoleKind } from '../../contract/console.ts'
import { type ConsoleEnd, consoleEnds } from '../../contract/rules/console-ends.ts'
import type { GuestStream } from '../hypervisor/consoles/port.ts'

export type BridgeLimits = {
  /** Milliseconds without anything typed. */
  idleMs: number
  /** Milliseconds that a console is open at most. */
  totalMs: number
  /** Milliseconds between signs of life. */
  pingMs: number
}

/** How long a browser has to agree to the end. Milliseconds. */
const farewellMs = 2_000
/** Bytes of a reason in a close frame (RFC 6455, 5.5). */
const maxReason = 123

export type Bridge = ReturnType<typeof createBridge>

/**
 * Between a browser and a guest. Whoever reads slowly holds the other side back, on either side: what is not taken
 * stays in the sockets. What the browser sends before the guest is there waits.
 */
export function createBridge(ws: WebSocket, kind: ConsoleKind, limits: BridgeLimits) {
  const browser = createWebSocketStream(ws)
  const gone = new AbortController()
  let guest: GuestStream | undefined
  let isOver = false
  let answered = true
  let lastTyped = performance.now()
  browser.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    ws.once('close', () => {
      gone.abort(new Error('The browser went away.'))
      resolve()
    })
  })

  const end = async (why: ConsoleEnd, detail = ''): Promise<void> => {
    if (isOver) return closed
    isOver = true
    ws.close(consoleEnds[why], shorten(detail))
    const timer = setTimeout(() => ws.terminate(), farewellMs)
    // Whatever is still on its way to the browser is of no use to it.
    browser.resume()
    await Promise.all([guest?.close(), closed])
    clearTimeout(timer)
  }

  ws.on('pong', () => (answered = true))
  const total = setTimeout(() => void end('too_long'), limits.totalMs)
  const beat = setInterval(() => {
    if (performance.now() - lastTyped > limits.idleMs) return void end('idle')
    // A guest that does not read keeps us from reading the browser's answers too.
    if (!answered && !ws.isPaused) return ws.terminate()
    answered = false
    ws.ping()
  }, limits.pingMs)
  const released = closed.then(() => {
    clearTimeout(total)
    clearInterval(beat)
    return guest?.close()
  })

  return {
    /** Aborted when the browser has gone. */
    signal: gone.signal,
    closed,
    /** Resolves once the host has let go as well. */
    released,
    end,
    /** Joins the two. `onGuestEnd` is told when the guest's side ends first. */
    join: (opened: GuestStream, onGuestEnd: () => void) => {
      guest = opened
      if (gone.signal.aborted || isOver) return void opened.close()
      const { duplex } = opened
      duplex.on('error', () => {})
      duplex.once('end', onGuestEnd).once('close', onGuestEnd)
      browser.on('data', (chunk: Buffer) => {
        if (isTyped(kind, chunk)) lastTyped = performance.now()
      })
      browser.pipe(duplex, { end: false })
      duplex.pipe(browser, { end: false })
    },
  }
}

/** Key, pointer and clipboard of the RFB protocol (RFC 6143, 7.5); a viewer asks for pictures by itself. */
const typedInVnc = new Set([4, 5, 6])

const isTyped = (kind: ConsoleKind, chunk: Buffer) =>
  kind === 'serial' || typedInVnc.has(chunk[0] ?? 0)

function shorten(detail: string): string {
  let short = detail
  while (Buffer.byteLength(short) > maxReason) short = short.slice(0, -1)
  return short
}
