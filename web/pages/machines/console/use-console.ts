import { type RefObject, useCallback, useEffect, useState } from 'react'
import type { ConsoleChoice, ConsoleKind, ConsoleTicket } from '../../../../contract/console.ts'
import { ApiError } from '../../../../contract/client.ts'
import type { Problem } from '../../../../contract/problem.ts'
import type { ConsoleEnd } from '../../../../contract/rules/console-ends.ts'
import { client } from '../../../api/client.ts'
import type { ConsoleLink, LinkEvents } from './console-link.ts'

export type ConsolePhase =
  | { is: 'connecting' }
  | { is: 'open' }
  | { is: 'ended'; end: ConsoleEnd | null; detail: string }
  /** Neither kind, or not the wanted one. */
  | { is: 'none' }
  | { is: 'refused'; problem: Problem }

type Wanted = { kind: ConsoleKind | undefined; takeOver: boolean; attempt: number }

/** A console in `place`: asks for a ticket, shows it, and starts anew whenever it is told to. */
export function useConsole(systemId: string, place: RefObject<HTMLElement | null>) {
  const [wanted, setWanted] = useState<Wanted>({ kind: undefined, takeOver: false, attempt: 0 })
  const [phase, setPhase] = useState<ConsolePhase>({ is: 'connecting' })
  const [kinds, setKinds] = useState<readonly ConsoleChoice[]>([])
  const [kind, setKind] = useState<ConsoleKind | null>(null)
  const [link, setLink] = useState<ConsoleLink | null>(null)

  useEffect(() => {
    const over = new AbortController()
    let attached: ConsoleLink | undefined
    const connect = async () => {
      setPhase({ is: 'connecting' })
      const offered = await client.consoleOpen(
        { system_id: systemId, kind: wanted.kind, take_over: wanted.takeOver },
        { signal: over.signal },
      )
      const { ticket } = offered
      setKinds(offered.kinds)
      setKind(ticket?.kind ?? wanted.kind ?? null)
      if (!ticket) return setPhase({ is: 'none' })
      const attach = await loadKind(ticket.kind)
      if (over.signal.aborted || !place.current) return
      attached = attach(place.current, ticket, {
        onOpen: () => setPhase({ is: 'open' }),
        onEnd: (end, detail) => setPhase({ is: 'ended', end, detail }),
      })
      setLink(attached)
    }
    connect().catch((error: unknown) => {
      if (over.signal.aborted) return
      if (error instanceof ApiError) return setPhase({ is: 'refused', problem: error.problem })
      // The program for this kind could not be loaded.
      setPhase({ is: 'ended', end: null, detail: '' })
    })
    return () => {
      over.abort()
      attached?.close()
      setLink(null)
    }
  }, [systemId, place, wanted])

  const again = useCallback((more: Partial<Omit<Wanted, 'attempt'>> = {}) => {
    setWanted((last) => ({ kind: last.kind, takeOver: false, ...more, attempt: last.attempt + 1 }))
  }, [])
  return { phase, kinds, kind, link, again }
}

type Attach = (place: HTMLElement, ticket: ConsoleTicket, events: LinkEvents) => ConsoleLink

/** Each is a program of its own that few pages need. */
async function loadKind(kind: ConsoleKind): Promise<Attach> {
  if (kind === 'vnc') return (await import('./attach-screen.ts')).attachScreen
  return (await import('./attach-terminal.ts')).attachTerminal
}
