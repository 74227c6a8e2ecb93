import * as z from 'zod/mini'
import { Fix } from './check.ts'
import { choice, doc, flag, timestamp } from './fields.ts'
import { at, root } from './root.ts'

/** `vnc`: the screen. `serial`: the first serial port. */
export const ConsoleKind = z.enum(['vnc', 'serial'])
export type ConsoleKind = z.infer<typeof ConsoleKind>

/** Whether a machine has a console of this kind that can be opened now, and if not, why and what to change. */
export const ConsoleChoice = z.object({
  kind: ConsoleKind,
  available: z.boolean(),
  reason: z.nullable(z.string()),
  fix: z.nullable(Fix),
})
export type ConsoleChoice = z.infer<typeof ConsoleChoice>

/** Lets one WebSocket of the same user and session in, once. */
export const ConsoleTicket = z.object({
  kind: ConsoleKind,
  /** Where the WebSocket is, from the root of the server. */
  path: z.string(),
  /** Its second subprotocol, behind `consoleProtocol`: there it is never logged, as it would be in an address. */
  token: z.string(),
  expires: timestamp(),
  /** Of the VNC server, where it asks for one. */
  password: z.nullable(z.string()),
})
export type ConsoleTicket = z.infer<typeof ConsoleTicket>

export const Consoles = z.object({
  kinds: z.array(ConsoleChoice),
  /** Null where the wanted kind, or any, cannot be opened. */
  ticket: z.nullable(ConsoleTicket),
})
export type Consoles = z.infer<typeof Consoles>

export const ConsoleOpen = z.object({
  kind: z.optional(
    doc(
      choice(['vnc', 'serial']),
      'vnc: the screen, or serial: the first serial port. Default: the first that there is.',
    ),
  ),
  take_over: z.optional(
    doc(flag(), 'End the session of whoever has the serial port open. Default: false.'),
  ),
})

export const SerialLog = z.object({
  /** The end of it, at most 64 KiB; null where there is none. */
  text: z.nullable(z.string()),
  /** Bytes that the whole log has; null where unknown. */
  size: z.nullable(z.number()),
  /** Why there is none. */
  reason: z.nullable(z.string()),
  fix: z.nullable(Fix),
})
export type SerialLog = z.infer<typeof SerialLog>

/** Most of a log that is read, bytes. */
export const serialLogBytes = 64 * 1024

/** The first subprotocol of a console's WebSocket, and the one that the server chooses. */
export const consoleProtocol = 'podyard-console'

/** Below it, a machine's system_id and a slash. */
export const consoleSocketPath = `${root}ws/console/`

/** Seconds that a ticket lives. */
export const ticketSeconds = 30

export const consolePath = at('podyard/machines/{system_id}/console/')
export const serialLogPath = at('podyard/machines/{system_id}/serial-log/')
