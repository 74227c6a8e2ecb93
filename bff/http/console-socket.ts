import type { FastifyInstance, FastifyRequest } from 'fastify'
import { WebSocketServer } from 'ws'
import { consoleProtocol, consoleSocketPath } from '../../contract/console.ts'
import { AppError } from '../errors.ts'
import { ConsoleError } from '../hypervisor/consoles/console-error.ts'
import { HostError } from '../hypervisor/host-error.ts'
import type { ConsoleService } from '../services/consoles.ts'
import type { ConsoleGrant, OpenConsole } from '../services/open-consoles.ts'
import { tokenHash } from '../services/tokens.ts'
import type { Changes } from '../store/store.ts'
import { isCrossOrigin, sessionCookie } from './authenticate.ts'
import { type Bridge, type BridgeLimits, createBridge } from './console-bridge.ts'
import { routeUpgrades } from './console-upgrade.ts'

export type ConsoleSocketDeps = {
  consoles: ConsoleService
  changes: Changes
  limits?: Partial<BridgeLimits & { openMs: number; checkMs: number }>
}

const minute = 60_000
const defaultLimits = {
  idleMs: 30 * minute,
  totalMs: 12 * 60 * minute,
  pingMs: 20_000,
  /** For the host to open a console. */
  openMs: 15_000,
  /** Between looks at whether the user still may. */
  checkMs: 10_000,
}

/** Most that a browser sends in one message: a long text that is pasted. Bytes. */
const maxPayload = 1024 * 1024

/** Consoles of machines as WebSockets, on the port of everything else. */
export function registerConsoles(app: FastifyInstance, deps: ConsoleSocketDeps): void {
  const { consoles, changes } = deps
  const limits = { ...defaultLimits, ...deps.limits }
  const upgrades = routeUpgrades(app)
  const server = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    handleProtocols: () => consoleProtocol,
  })
  app.addHook('preClose', async () => {
    await consoles.openConsoles.endAll('stopping')
  })

  app.get<{ Params: { system_id: string } }>(
    `${consoleSocketPath}:system_id/`,
    { exposeHeadRoute: false },
    async (request, reply) => {
      const upgrade = upgrades.get(request.raw)
      if (!upgrade) throw new AppError('bad_request', 'This address takes WebSockets only.')
      if (isCrossOrigin(request)) {
        throw new AppError('csrf_failed', 'The request came from another site.')
      }
      const grant = await consoles.redeem(
        ticketOf(request),
        request.params.system_id,
        sessionHashOf(request),
      )
      // Refused before it is a WebSocket, in words, where there are too many.
      const place = { grant, end: async () => {} } as OpenConsole
      const leave = consoles.openConsoles.add(place)
      let isBridged = false
      reply.hijack()
      reply.raw.detachSocket(request.raw.socket)
      upgrade.socket.once('close', () => {
        if (!isBridged) leave()
      })
      server.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (ws) => {
        const bridge = createBridge(ws, grant.kind, limits)
        isBridged = true
        void bridge.released.finally(leave)
        place.end = bridge.end
        watch(grant, bridge)
        run(place, bridge).catch((error: unknown) => {
          request.log.error({ err: error }, 'a console failed inside')
          return bridge.end('failed')
        })
      })
    },
  )

  /** From the open WebSocket to its end. */
  async function run(place: OpenConsole, bridge: Bridge): Promise<void> {
    const { grant } = place
    const inTime = AbortSignal.any([bridge.signal, AbortSignal.timeout(limits.openMs)])
    try {
      const guest = await consoles.open(place, inTime)
      bridge.join(guest, () => {
        consoles.whyEnded(grant, guest).then(bridge.end, () => bridge.end('ended'))
      })
    } catch (error) {
      if (error instanceof ConsoleError) return bridge.end(error.end, error.message)
      if (error instanceof HostError) return bridge.end('host_away', error.fault.message)
      if (inTime.aborted) return bridge.end('failed', 'The host did not open it in time.')
      throw error
    }
  }

  /** Ends it when the user may no more: looked at now and then, and whenever the machine changes. */
  function watch(grant: ConsoleGrant, bridge: Bridge): void {
    const look = () => {
      consoles.whyEnd(grant).then(
        (why) => why && bridge.end(why),
        () => bridge.end('session_ended'),
      )
    }
    const stop = changes.subscribe((recorded) => {
      const isOurs = recorded.some(
        ({ change }) => change.topic === 'machine' && change.key === grant.systemId,
      )
      if (isOurs) look()
    })
    const timer = setInterval(look, limits.checkMs)
    void bridge.closed.then(stop).finally(() => clearInterval(timer))
  }
}

/** Where addresses would be logged, subprotocols are not. */
function ticketOf({ headers }: FastifyRequest): string {
  const offered = headers['sec-websocket-protocol']?.split(',').map((each) => each.trim()) ?? []
  const [protocol, token = ''] = offered
  if (protocol === consoleProtocol && offered.length === 2) return token
  throw new AppError('bad_request', `Offer two subprotocols: ${consoleProtocol} and a ticket.`)
}

function sessionHashOf({ cookies }: FastifyRequest): string | null {
  const token = cookies[sessionCookie]
  return token === undefined ? null : tokenHash(token)
}
