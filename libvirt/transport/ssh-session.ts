import type { Duplex } from 'node:stream'
import ssh2, { type Client, type NextAuthHandler, type ServerHostKeyAlgorithm } from 'ssh2'
import { corkTurns } from './cork-turns.ts'
import { hostKeyOf } from './ssh-key.ts'
import { createLogin, type SshCredentials } from './ssh-login.ts'
import type { HostKey, StageFacts } from './stages.ts'
import { TransportError } from './transport-error.ts'

/**
 * Decides about the key a host shows. There is no way to connect without one. It is asked before
 * the host has proven that the key is its own, so remember a key only once the connection is open.
 */
export type HostVerifier = (hostKey: HostKey) => boolean | Promise<boolean>

export interface SessionOptions {
  readonly user: string
  readonly credentials: SshCredentials
  readonly hostVerifier: HostVerifier
  /** Type of the pinned key. Without it a host with several keys may show another one. */
  readonly hostKeyAlgorithm?: string | undefined
  readonly keepaliveIntervalMs: number
  readonly keepaliveCountMax: number
}

type SshError = Error & { readonly level?: string; readonly code?: string | number }

const DISCONNECT_PROTOCOL_ERROR = 2
const DISCONNECT_NO_MORE_AUTH_METHODS = 14

/** An RSA key signs with SHA-2 nowadays, under these names. */
const algorithmsFor = (keyType: string) =>
  (keyType === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [keyType]) as ServerHostKeyAlgorithm[]

/** SSH over a connected stream: first the host proves its key, then we log in. */
export interface SshSession {
  readonly client: Client
  readonly hostKey: Promise<{ readonly facts: HostKey }>
  readonly login: Promise<{ readonly facts: StageFacts['login'] }>
  /** The first error after login, if there ever is one. */
  readonly lost: Promise<TransportError>
}

export function startSession(stream: Duplex, options: SessionOptions): SshSession {
  const { user, hostVerifier, hostKeyAlgorithm } = options
  const client = new ssh2.Client()
  const login = createLogin(user, options.credentials)
  const proven = Promise.withResolvers<{ readonly facts: HostKey }>()
  const loggedIn = Promise.withResolvers<{ readonly facts: StageFacts['login'] }>()
  const lost = Promise.withResolvers<TransportError>()
  // Whoever gives up early leaves these unobserved.
  proven.promise.catch(() => {})
  loggedIn.promise.catch(() => {})

  let accepted: HostKey | undefined
  let rejected: HostKey | undefined
  let verifierFailure: unknown
  let phase: 'host_key' | 'login' | 'open' = 'host_key'
  /** An agent that is not there, a key that cannot sign: ssh2 goes on to the next method. */
  let hint: SshError | undefined

  function verify(keyBlob: Buffer, answer: (permitted: boolean) => void): void {
    const hostKey = hostKeyOf(keyBlob)
    // Keys are exchanged anew every gigabyte or so; the answer stays the same.
    if (accepted) return answer(accepted.fingerprint === hostKey.fingerprint)
    void judge(hostKey).then(answer)
  }

  async function judge(hostKey: HostKey): Promise<boolean> {
    try {
      if (await hostVerifier(hostKey)) accepted = hostKey
    } catch (error) {
      verifierFailure = error
    }
    if (!accepted) rejected = hostKey
    return accepted !== undefined
  }

  function fail(cause: SshError): void {
    if (phase === 'open') return lost.resolve(lostError(cause))
    if (phase === 'host_key') proven.reject(hostKeyError(cause))
    loggedIn.reject(loginError(cause))
  }

  function hostKeyError(cause: SshError): TransportError {
    if (rejected) {
      const details = { hostKey: rejected }
      const message = `The host key ${rejected.fingerprint} was rejected.`
      return new TransportError('host_key_rejected', message, {
        cause: verifierFailure ?? cause,
        details,
      })
    }
    if (hostKeyAlgorithm !== undefined && /no matching host key format/i.test(cause.message)) {
      const message = `The host has no ${hostKeyAlgorithm} key.`
      return new TransportError('host_key_type_missing', message, { cause })
    }
    return new TransportError('handshake_failed', `SSH handshake: ${cause.message}`, { cause })
  }

  function loginError(cause: SshError): TransportError {
    const details = { login: { tried: login.tried, offered: login.offered } }
    if (hint?.level === 'agent' && login.tried.every((method) => method === 'agent')) {
      return new TransportError('agent_unavailable', hint.message, { cause: hint, details })
    }
    const refused =
      cause.level === 'client-authentication' ||
      cause.code === DISCONNECT_PROTOCOL_ERROR ||
      cause.code === DISCONNECT_NO_MORE_AUTH_METHODS
    return refused
      ? new TransportError('login_failed', `Login as ${user} failed.`, {
          cause: hint ?? cause,
          details,
        })
      : new TransportError('handshake_failed', `SSH: ${cause.message}`, { cause, details })
  }

  client.on('handshake', () => {
    if (!accepted || phase !== 'host_key') return
    phase = 'login'
    proven.resolve({ facts: accepted })
  })
  client.on('ready', () => {
    phase = 'open'
    loggedIn.resolve({ facts: { user, method: login.tried.at(-1) ?? 'publickey' } })
  })
  client.on('error', (error: SshError) => {
    const goesOn = error.level === 'agent' || error.message.startsWith('Error while signing')
    if (goesOn) hint = error
    else fail(error)
  })
  client.on('close', () => fail(new Error('the host closed the connection')))

  corkTurns(stream)
  client.connect({
    sock: stream,
    username: user,
    hostVerifier: verify,
    // ssh2 has null before the first try and takes false for the end; its types know neither.
    authHandler: (methodsLeft: string[] | null, _partial: boolean, next: NextAuthHandler) =>
      next(login.next(methodsLeft) as Parameters<NextAuthHandler>[0]),
    readyTimeout: 0,
    keepaliveInterval: options.keepaliveIntervalMs,
    keepaliveCountMax: options.keepaliveCountMax,
    ...(hostKeyAlgorithm !== undefined && {
      algorithms: { serverHostKey: algorithmsFor(hostKeyAlgorithm) },
    }),
  })
  return {
    client,
    hostKey: proven.promise,
    login: loggedIn.promise,
    lost: lost.promise,
  }
}

const lostError = (cause: Error) =>
  new TransportError('connection_lost', `SSH connection lost: ${cause.message}`, { cause })
