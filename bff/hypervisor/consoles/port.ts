import type { Duplex } from 'node:stream'
import type { ConsoleEnd } from '../../../contract/rules/console-ends.ts'
import type { ConsoleFacts, Without } from '../../../contract/rules/consoles.ts'

export type DomainConsoles = {
  facts: ConsoleFacts
  /** Of the VNC server, where it asks for one. A secret. */
  password: string | null
}

/** The end of what came out of a serial port. */
export type LogEnd = {
  bytes: Buffer
  /** Bytes that the whole log has. */
  size: number
}

/** Why there is no log. */
export type NoLog = { without: Without; editCommand: string }

/** Bytes to and from a guest. */
export type GuestStream = {
  duplex: Duplex
  /** Resolves once the host has let go of it. Never rejects. */
  close: () => Promise<void>
  /** Why the host ended it; null where the stream does not say. */
  whyEnded: () => ConsoleEnd | null
}

export type OpenOptions = { signal: AbortSignal }

/** The consoles of the machines of one host. */
export type HostConsoles = {
  /** Null when there is no such domain. @throws HostError */
  read: (uuid: string) => Promise<DomainConsoles | null>
  /**
   * The first serial port. `takeOver` ends the session of whoever has it open.
   *
   * @throws ConsoleError (`taken`, `machine_off`, `failed`), HostError, or the signal's reason
   */
  openSerial: (uuid: string, options: OpenOptions & { takeOver: boolean }) => Promise<GuestStream>
  /**
   * The VNC server, from its greeting on: that it is one is sure by then.
   *
   * @throws ConsoleError (`tunnel_forbidden`, `not_vnc`, `machine_off`, `failed`), HostError, or the signal's reason
   */
  openScreen: (uuid: string, options: OpenOptions) => Promise<GuestStream>
  /** At most the last `bytes` of the serial port's log; null when there is no such domain. @throws HostError */
  readLog: (uuid: string, bytes: number) => Promise<LogEnd | NoLog | null>
}
