import { type Consoles, consoleSocketPath, ticketSeconds } from '../../contract/console.ts'
import type { Parsed } from '../../contract/endpoints.ts'
import type { ConsoleEnd } from '../../contract/rules/console-ends.ts'
import { consoleChoices, whyNoConsole } from '../../contract/rules/consoles.ts'
import type { Clock } from '../clock.ts'
import { AppError, notFound } from '../errors.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Call } from '../handlers.ts'
import { ConsoleError } from '../hypervisor/consoles/console-error.ts'
import type { GuestStream } from '../hypervisor/consoles/port.ts'
import type { HostConnection } from '../hypervisor/port.ts'
import type { ListedMachine } from '../store/machines.ts'
import type { Store } from '../store/store.ts'
import { hostAway, tellHostProblems } from './host-problem.ts'
import { requireMachine } from './machine-services.ts'
import {
  type ConsoleGrant,
  createOpenConsoles,
  type OpenConsole,
  type OpenConsoles,
} from './open-consoles.ts'
import { newToken, tokenHash } from './tokens.ts'

export type ConsoleDeps = { store: Store; fleet: Fleet; clock: Clock }

export type ConsoleService = {
  /** Which consoles a machine has, and a ticket for one of them. @throws AppError */
  offer: (input: Parsed<'consoleOpen'>, call: Call) => Promise<Consoles>
  /**
   * What a ticket lets in. It is gone afterwards, right or wrong.
   *
   * @throws AppError `forbidden`: in the same words for every ticket that is not good
   */
  redeem: (token: string, systemId: string, sessionHash: string | null) => Promise<ConsoleGrant>
  /** @throws ConsoleError, HostError, or the signal's reason */
  open: (console: OpenConsole, signal: AbortSignal) => Promise<GuestStream>
  /** Why it must end now; null while it may go on. */
  whyEnd: (grant: ConsoleGrant) => Promise<ConsoleEnd | null>
  /** Why the host ended it, as far as can be told. */
  whyEnded: (grant: ConsoleGrant, guest: GuestStream) => Promise<ConsoleEnd>
  openConsoles: OpenConsoles
}

export function createConsoleService({ store, fleet, clock }: ConsoleDeps): ConsoleService {
  const openConsoles = createOpenConsoles()

  const whyEnd: ConsoleService['whyEnd'] = async ({ userId, sessionHash, systemId }) => {
    const session =
      sessionHash === null ? null : await store.sessions.read(sessionHash, clock.now())
    if (session === undefined) return 'session_ended'
    const user = await store.users.byId(userId)
    const [machine] = await store.machines.list({ systemIds: [systemId] })
    return user && machine && whyNoConsole(ownedBy(machine), user) === null ? null : 'not_allowed'
  }

  return {
    openConsoles,
    whyEnd,

    offer: async ({ system_id, kind, take_over = false }, call) => {
      const { machine, connection } = await requireConsoles({ store, fleet }, system_id, call)
      const found = await tellHostProblems(call.signal, () =>
        connection.consoles.read(machine.domain_uuid),
      )
      if (!found) throw notFound()
      const kinds = consoleChoices(found.facts)
      const chosen = kinds.find(
        (each) => each.available && (kind === undefined || each.kind === kind),
      )
      if (!chosen) return { kinds, ticket: null }

      const token = newToken()
      const now = clock.now()
      const expires = new Date(now.getTime() + ticketSeconds * 1000).toISOString()
      await store.consoleTickets.deleteExpired(now)
      await store.consoleTickets.create({
        token_hash: tokenHash(token),
        user_id: call.user.id,
        session_hash: call.session?.id_hash ?? null,
        system_id,
        kind: chosen.kind,
        take_over,
        source_ip: call.ip,
        expires_at: expires,
      })
      return {
        kinds,
        ticket: {
          kind: chosen.kind,
          path: `${consoleSocketPath}${system_id}/`,
          token,
          expires,
          password: chosen.kind === 'vnc' ? found.password : null,
        },
      }
    },

    redeem: async (token, systemId, sessionHash) => {
      const ticket = await store.consoleTickets.take(tokenHash(token))
      const isGood =
        ticket !== undefined &&
        ticket.system_id === systemId &&
        ticket.expires_at > clock.now().toISOString() &&
        (ticket.session_hash === null || ticket.session_hash === sessionHash)
      const [machine] = isGood ? await store.machines.list({ systemIds: [systemId] }) : []
      const user = isGood ? await store.users.byId(ticket.user_id) : undefined
      if (!isGood || !machine || !user) throw badTicket()
      const grant: ConsoleGrant = {
        userId: user.id,
        username: user.username,
        sessionHash: ticket.session_hash,
        ip: ticket.source_ip,
        systemId,
        hostname: machine.hostname,
        podId: machine.pod_id,
        domainUuid: machine.domain_uuid,
        kind: ticket.kind,
        takeOver: ticket.take_over,
      }
      if (await whyEnd(grant)) throw badTicket()
      return grant
    },

    open: async (console, signal) => {
      const { grant } = console
      const connection = fleet.connection(grant.podId)
      if (!connection) {
        throw new ConsoleError('host_away', (await hostAway(store, grant.podId)).message)
      }
      const guest = await (grant.kind === 'vnc'
        ? connection.consoles.openScreen(grant.domainUuid, { signal })
        : openSerial(connection, console, openConsoles.holder(grant.systemId, console), signal))
      await auditOpened(store, grant)
      return guest
    },

    whyEnded: async ({ podId, systemId, domainUuid }, guest) => {
      const told = guest.whyEnded()
      if (told) return told
      // The screen goes a moment before the machine is known to be off.
      await nextChange(store, systemId)
      const found = await fleet
        .connection(podId)
        ?.consoles.read(domainUuid)
        .catch(() => undefined)
      if (found === undefined) return 'host_away'
      return found?.facts.running ? 'ended' : 'machine_off'
    },
  }
}

const changeWaitMs = 1_000

/** Resolves at the next change of a machine, or after a while. */
function nextChange({ changes }: Pick<Store, 'changes'>, systemId: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = changes.subscribe((recorded) => {
    if (recorded.some(({ change }) => change.key === systemId)) resolve()
  })
  const timer = setTimeout(resolve, changeWaitMs)
  return promise.finally(() => {
    stop()
    clearTimeout(timer)
  })
}

/** A page that is loaded anew gets its own console back without asking. */
async function openSerial(
  { consoles }: HostConnection,
  { grant }: OpenConsole,
  holder: OpenConsole | undefined,
  signal: AbortSignal,
): Promise<GuestStream> {
  const isOwn =
    holder && grant.sessionHash !== null && holder.grant.sessionHash === grant.sessionHash
  const takeOver = grant.takeOver || isOwn === true
  if (takeOver) await holder?.end('taken_over')
  try {
    return await consoles.openSerial(grant.domainUuid, { signal, takeOver })
  } catch (error) {
    if (!(error instanceof ConsoleError) || error.end !== 'taken') throw error
    throw new ConsoleError('taken', holder?.grant.username ?? '', error)
  }
}

const badTicket = () =>
  new AppError('forbidden', 'The ticket has expired, was used before, or is for another console.')

const ownedBy = ({ hostname, owner }: ListedMachine) => ({ hostname, owner: owner ?? '' })

/**
 * A machine whose consoles the caller may see, and the way to its host.
 *
 * @throws AppError `not_found`, `forbidden`, or why the host is away
 */
export async function requireConsoles(
  { store, fleet }: Pick<ConsoleDeps, 'store' | 'fleet'>,
  systemId: string,
  { user }: Call,
): Promise<{ machine: ListedMachine; connection: HostConnection }> {
  const machine = await requireMachine(store, systemId)
  const why = whyNoConsole(ownedBy(machine), user)
  if (why !== null) throw new AppError('forbidden', why)
  const connection = fleet.connection(machine.pod_id)
  if (!connection) throw await hostAway(store, machine.pod_id)
  return { machine, connection }
}

const auditOpened = (store: Store, grant: ConsoleGrant): Promise<void> =>
  store.audit.add({
    username: grant.username,
    action: 'machine.open_console',
    subject: `machine ${grant.systemId}`,
    source_ip: grant.ip,
    detail: { hostname: grant.hostname, kind: grant.kind, take_over: grant.takeOver },
  })
