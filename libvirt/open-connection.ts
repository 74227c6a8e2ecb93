import type { Duplex } from 'node:stream'
import { delayOf } from './delay.ts'
import {
  createRpcConnection,
  DEFAULT_CALL_TIMEOUT_MS,
  type RpcConnection,
  type RpcOptions,
  type RpcStats,
} from './rpc/connection.ts'
import { CallTimeoutError, ConnectionClosedError } from './rpc/errors.ts'
import { LibvirtError } from './rpc/libvirt-error.ts'
import { authList, authPolkit } from './protocol/auth.ts'
import { connectClose, connectOpen } from './protocol/connect.ts'
import { AuthType, ConnectOpenFlag } from './protocol/constants.ts'
import type { LibvirtEvent } from './protocol/events.ts'

export interface OpenOptions extends RpcOptions {
  /** `qemu:///system` or `test:///...`, seen from the host. */
  readonly uri: string
  readonly readOnly?: boolean | undefined
  /** Gives up opening. The stream is destroyed. */
  readonly signal?: AbortSignal | undefined
}

/** An open connection to one hypervisor. */
export interface Connection {
  readonly uri: string
  readonly state: 'open' | 'closing' | 'closed'
  /**
   * Calls a procedure. Calls made without waiting in between travel together.
   *
   * @throws LibvirtError, CallTimeoutError, ConnectionClosedError, XdrError, or the signal's reason
   */
  readonly call: RpcConnection['call']
  /** Calls a procedure that opens a stream, such as storageVolUpload. */
  readonly openStream: RpcConnection['openStream']
  /**
   * Listens for an event. Resolves once the host has agreed to send it, with the way to stop.
   * Any number of listeners share one registration on the host. Stopping twice, or after the end of
   * the connection, does nothing.
   */
  readonly on: <P>(
    event: LibvirtEvent<P>,
    listener: (payload: P) => void,
  ) => Promise<() => Promise<void>>
  readonly stats: () => RpcStats
  /** Says goodbye and closes. Every pending call is rejected. Never throws; harmless twice. */
  readonly close: () => Promise<void>
  /** Resolves, never rejects, when the connection is over. */
  readonly closed: Promise<ConnectionClosedError>
}

/** How long a host may take to answer a goodbye. */
const GOODBYE_TIMEOUT_MS = 1_000

/** The host wants an authentication this client does not have. */
export class AuthUnsupportedError extends Error {
  override readonly name = 'AuthUnsupportedError'
  /** AuthType numbers the host offers. */
  readonly offered: readonly number[]

  constructor(offered: readonly number[]) {
    super(`the host offers only authentication of type ${offered.join(', ')}`)
    this.offered = offered
  }
}

/**
 * Opens the hypervisor behind a byte stream. Takes one round trip where no authentication is asked
 * for, and three where polkit is.
 *
 * @throws AuthUnsupportedError and whatever a call throws; the stream is destroyed then
 */
export async function openConnection(duplex: Duplex, options: OpenOptions): Promise<Connection> {
  const rpc = createRpcConnection(duplex, options)
  try {
    await openHypervisor(rpc, options)
  } catch (error) {
    rpc.destroy()
    throw error
  }
  return connectionOf(rpc, options)
}

/**
 * The authentication list and the open leave together. A host that wants us to authenticate refuses
 * that open. So may one that lets us in because we asked for the list: it works on both at once.
 * Only an open that was refused is sent again, as a second one costs the first.
 */
async function openHypervisor(
  rpc: RpcConnection,
  { uri, readOnly, signal }: OpenOptions,
): Promise<void> {
  const inTime = signal ? { signal } : {}
  const flags = readOnly ? ConnectOpenFlag.readOnly : 0
  const open = () => rpc.call(connectOpen, { name: uri, flags }, inTime)
  const [listed, opened] = await Promise.allSettled([rpc.call(authList, undefined, inTime), open()])
  if (listed.status === 'rejected') throw listed.reason
  if (opened.status === 'fulfilled') return
  if (!isUnauthenticated(opened.reason)) throw opened.reason
  const offered = listed.value
  if (!offered.includes(AuthType.none) && offered.length > 0) {
    if (!offered.includes(AuthType.polkit)) throw new AuthUnsupportedError(offered)
    await rpc.call(authPolkit, undefined, inTime)
  }
  await open()
}

/** How a daemon refuses every call but those that authenticate; its words may be translated. */
const isUnauthenticated = (error: unknown) =>
  error instanceof LibvirtError && error.codeName === 'VIR_ERR_RPC'

function connectionOf(
  rpc: RpcConnection,
  { uri, callTimeoutMs = DEFAULT_CALL_TIMEOUT_MS }: OpenOptions,
): Connection {
  let closing = false
  /** By the message's program and number. */
  const registrations = new Map<string, Registration>()
  const isUsable = () => rpc.isOpen && !closing

  async function on<P>(event: LibvirtEvent<P>, listener: (payload: P) => void) {
    const stopListening = rpc.listen(event, listener)
    const registration = registrations.get(keyOf(event)) ?? register(event)
    registration.listeners += 1
    let listening = true
    const stop = async () => {
      if (!listening) return
      listening = false
      stopListening()
      registration.listeners -= 1
      if (registration.listeners > 0 || !isUsable()) return
      registrations.delete(keyOf(event))
      const callbackId = await registration.callbackId
      // A connection that ends meanwhile takes the registration along.
      await rpc.call(event.deregister, { callbackId }).catch((error: unknown) => {
        if (!(error instanceof ConnectionClosedError)) throw error
      })
    }
    try {
      await within(registration.callbackId, event.register.name, callTimeoutMs)
      return stop
    } catch (error) {
      stop().catch(() => {})
      throw error
    }
  }

  function register(event: LibvirtEvent<unknown>): Registration {
    const args = { eventId: event.eventId, only: null }
    // A host that agrees too late has to be told to stop: asked again, it would send all twice.
    const callbackId = rpc.call(event.register, args, { timeoutMs: Infinity })
    const registration = { callbackId, listeners: 0 }
    registrations.set(keyOf(event), registration)
    return registration
  }

  async function close(): Promise<void> {
    if (isUsable()) {
      closing = true
      const options = { timeoutMs: GOODBYE_TIMEOUT_MS }
      await rpc.call(connectClose, undefined, options).catch(() => {})
      rpc.destroy()
    }
    await rpc.closed
  }

  return {
    uri,
    get state() {
      if (!rpc.isOpen) return 'closed'
      return closing ? 'closing' : 'open'
    },
    call: rpc.call,
    openStream: rpc.openStream,
    on,
    stats: rpc.stats,
    close,
    closed: rpc.closed,
  }
}

/** The promise goes on; only the wait for it ends. */
async function within<T>(promise: Promise<T>, procedure: string, timeoutMs: number): Promise<T> {
  const { promise: cut, reject } = Promise.withResolvers<never>()
  const onTimeout = () => reject(new CallTimeoutError(procedure, timeoutMs))
  const timer = setTimeout(onTimeout, delayOf(timeoutMs))
  try {
    return await Promise.race([promise, cut])
  } finally {
    clearTimeout(timer)
  }
}

const keyOf = ({ program, number }: LibvirtEvent<unknown>) => `${program}:${number}`

interface Registration {
  readonly callbackId: Promise<number>
  listeners: number
}
