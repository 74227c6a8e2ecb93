import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { joinWrites } from './join-writes.ts'
import type { ChannelTarget } from './transport.ts'
import { TransportError } from './transport-error.ts'

/** Reason number of SSH_MSG_CHANNEL_OPEN_FAILURE, RFC 4254 5.1. */
const ADMINISTRATIVELY_PROHIBITED = 1

type Refusal = Error & { readonly reason?: unknown }

/**
 * Opens a port or a socket of the host, as seen from its sshd.
 *
 * @throws TransportError
 */
export function openTunnel(
  client: Client,
  target: Exclude<ChannelTarget, 'daemon'>,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const onOpen = (error: Refusal | undefined, channel: ClientChannel) => {
      if (error) return reject(refusal(target, error))
      resolve(beside(channel))
    }
    try {
      if ('socketPath' in target) client.openssh_forwardOutStreamLocal(target.socketPath, onOpen)
      // The address we come from is for the host's log only.
      else client.forwardOut('127.0.0.1', 0, target.host, target.port, onOpen)
    } catch (error) {
      // ssh2 throws where the connection is over.
      const { message } = error as Error
      reject(new TransportError('connection_lost', message, { cause: error }))
    }
  })
}

/**
 * A channel beside the transport's own, which ends alone. ssh2's own destroy() waits until everything that came was
 * read, which whoever destroys a stream does no more.
 */
export function beside<T extends Duplex>(channel: T): T {
  joinWrites(channel)
  // Nobody may listen yet when it breaks.
  channel.on('error', () => {})
  const destroy = channel.destroy.bind(channel)
  channel.destroy = () => {
    destroy()
    return channel.resume()
  }
  return channel
}

function refusal(target: Exclude<ChannelTarget, 'daemon'>, cause: Refusal): TransportError {
  const where = 'socketPath' in target ? target.socketPath : `${target.host} port ${target.port}`
  const message = `${where}: ${cause.message}`
  if (cause.reason === ADMINISTRATIVELY_PROHIBITED) {
    return new TransportError('tunnel_forbidden', message, { cause })
  }
  // OpenSSH says the same of a socket whatever is wrong with it, forbidden ones included.
  const code = 'socketPath' in target ? 'socket_failed' : 'tcp_refused'
  return new TransportError(code, message, { cause })
}
