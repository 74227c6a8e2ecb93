import { ErrorCode, type ErrorCodeName } from '../rpc/error-codes.ts'
import type { Procedure, StreamDirection, StreamProcedure } from '../rpc/procedure.ts'
import { DomainState } from '../protocol/constants-domain.ts'
import type { LibvirtEvent } from '../protocol/events.ts'
import type { FakeDomain, FakeHost, FakeNetwork, FakePool } from './fake-host.ts'

/** Answered as an error packet. */
export class FakeRefusal extends Error {
  override readonly name = 'FakeRefusal'
  readonly code: number

  constructor(code: ErrorCodeName, message: string) {
    super(message)
    this.code = ErrorCode[code]
  }
}

/** The events one client has asked for. */
export interface FakeCallbacks {
  /** Asks for a message; the number returned is what libvirt calls a callback. */
  readonly register: (message: number) => number
  readonly deregister: (callbackId: number) => void
}

/** What an answer may use. */
export interface FakeContext {
  readonly host: FakeHost
  /** Sends an event to every client that asked for it; the callback's number is filled in. */
  readonly emit: <P>(event: LibvirtEvent<P>, payload: Omit<P, 'callbackId'>) => void
  /** Those of the client that is being answered. */
  readonly callbacks: FakeCallbacks
}

/** What the fake does with a stream that a client opened. */
export interface FakeStream {
  /** Takes what the client sends. A FakeRefusal ends the stream. */
  readonly take?: (data: Buffer) => void
  /** The client has sent all. */
  readonly finish?: () => void
  /** The client wants no more of it. */
  readonly abort?: () => void
}

/** How the fake sends into a stream. */
export interface FakeStreamWriter {
  readonly send: (data: Buffer) => void
  /** There is no more. */
  readonly end: () => void
  readonly fail: (refusal: FakeRefusal) => void
}

export interface FakeAnswer {
  readonly procedure: Procedure<unknown, unknown>
  readonly answer: (args: never, context: FakeContext) => unknown
  /** For procedures that open a stream: called as soon as the call is accepted. */
  readonly open?: (args: never, context: FakeContext, writer: FakeStreamWriter) => FakeStream
}

export function answering<A, R>(
  procedure: Procedure<A, R>,
  answer: (args: A, context: FakeContext) => R,
): FakeAnswer {
  return { procedure, answer }
}

export function answeringStream<A>(
  procedure: StreamProcedure<A, void, StreamDirection>,
  open: (args: A, context: FakeContext, writer: FakeStreamWriter) => FakeStream,
): FakeAnswer {
  return { procedure, answer: () => {}, open }
}

export function findDomain(host: FakeHost, uuid: string): FakeDomain {
  const found = host.domains.find((domain) => domain.uuid === uuid)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_DOMAIN', `Domain not found: no domain with uuid '${uuid}'`)
}

/** What only a running domain can do. */
export function requireActive(domain: FakeDomain): FakeDomain {
  if (domain.state !== DomainState.shutoff) return domain
  throw new FakeRefusal(
    'VIR_ERR_OPERATION_INVALID',
    'Requested operation is not valid: domain is not running',
  )
}

export function findPool(host: FakeHost, uuid: string): FakePool {
  const found = host.pools.find((pool) => pool.uuid === uuid)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_STORAGE_POOL', `Storage pool not found: uuid '${uuid}'`)
}

export function findNetwork(host: FakeHost, uuid: string): FakeNetwork {
  const found = host.networks.find((network) => network.uuid === uuid)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_NETWORK', `Network not found: uuid '${uuid}'`)
}

/** Replaces the object of the same UUID, or adds one more. */
export function upsert<T extends { readonly uuid: string }>(items: T[], item: T): void {
  const index = items.findIndex(({ uuid }) => uuid === item.uuid)
  if (index < 0) items.push(item)
  else items[index] = item
}

export function remove<T>(items: T[], item: T): void {
  const index = items.indexOf(item)
  if (index >= 0) items.splice(index, 1)
}

/** What a document must have to be accepted at all. */
export function required<T>(parsed: T | undefined): T {
  if (parsed === undefined) {
    throw new FakeRefusal('VIR_ERR_XML_ERROR', 'XML error: name is missing')
  }
  return parsed
}
