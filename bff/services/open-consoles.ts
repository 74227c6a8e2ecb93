import type { ConsoleKind } from '../../contract/console.ts'
import type { ConsoleEnd } from '../../contract/rules/console-ends.ts'
import { AppError } from '../errors.ts'

/** What a ticket let in. */
export type ConsoleGrant = {
  userId: number
  username: string
  /** Null for an API key. */
  sessionHash: string | null
  ip: string
  systemId: string
  hostname: string
  podId: number
  domainUuid: string
  kind: ConsoleKind
  takeOver: boolean
}

export type OpenConsole = {
  grant: ConsoleGrant
  /** Tells the browser why, and resolves once the host has let go. */
  end: (why: ConsoleEnd) => Promise<void>
}

/** A browser with this many tabs of consoles has forgotten some. */
export const consolesPerUser = 10
export const consolesInAll = 100

export type OpenConsoles = ReturnType<typeof createOpenConsoles>

/** The consoles that are open through this process. */
export function createOpenConsoles() {
  const open = new Set<OpenConsole>()
  return {
    /** Until what it returns is called. @throws AppError `rate_limited` */
    add(console: OpenConsole): () => void {
      const { userId } = console.grant
      const own = [...open].filter(({ grant }) => grant.userId === userId).length
      if (own >= consolesPerUser || open.size >= consolesInAll) {
        const message =
          own >= consolesPerUser
            ? `You have ${own} consoles open. Close one first.`
            : `There are ${open.size} consoles open, which is all that Podyard holds.`
        throw new AppError('rate_limited', message)
      }
      open.add(console)
      return () => open.delete(console)
    },
    /** Who has the serial port of a machine open, other than this one. */
    holder: (systemId: string, but: OpenConsole): OpenConsole | undefined =>
      [...open].find(
        (each) => each !== but && each.grant.systemId === systemId && each.grant.kind === 'serial',
      ),
    endAll: (why: ConsoleEnd) => Promise.all([...open].map((each) => each.end(why))),
    get size() {
      return open.size
    },
  }
}
