import type { FastifyInstance } from 'fastify'
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { consoleSocketPath } from '../../contract/console.ts'

/** Of a request that asks for a WebSocket: what it is made on. */
export type Upgrade = { socket: Duplex; head: Buffer }

/**
 * Which requests Node hands over as upgrades. All others that offer one, as Java's client does for HTTP/2, are answered
 * as if they had not.
 */
export const isConsoleUpgrade = ({ url, headers }: IncomingMessage): boolean =>
  url?.startsWith(consoleSocketPath) === true && headers.upgrade?.toLowerCase() === 'websocket'

/** Sends upgrades through the routes, so that they meet the same hooks, checks and errors as every request. */
export function routeUpgrades(app: FastifyInstance): WeakMap<IncomingMessage, Upgrade> {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>()
  app.server.on('upgrade', (request, socket, head) => {
    // Nobody listens to a socket between here and the WebSocket.
    socket.on('error', () => socket.destroy())
    upgrades.set(request, { socket, head })
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket as ServerResponse['socket'] & object)
    // A refusal is the last word.
    response.once('finish', () => socket.end())
    app.routing(request, response)
  })
  return upgrades
}
