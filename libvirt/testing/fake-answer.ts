import { ErrorCode, type ErrorCodeName } from '../rpc/error-codes.ts'
import type { Procedure } from '../rpc/procedure.ts'
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

export interface FakeAnswer {
  readonly procedure: Procedure<unknown, unknown>
  readonly answer: (args: never, context: FakeContext) => unknown
}

export function answering<A, R>(
  procedure: Procedure<A, R>,
  answer: (args: A, context: FakeContext) => R,
): FakeAnswer {
  return { procedure, answer }
}

export function findDomain(host: FakeHost, uuid: string): FakeDomain {
  const found = host.domains.find((domain) => domain.uuid === uuid)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_DOMAIN', `Domain not found: no domain with uuid '${uuid}'`)
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
