import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, vi } from 'vitest'
import type { Connection } from '../open-connection.ts'
import type { LibvirtEvent } from '../protocol/events.ts'
import type { CallArguments } from '../rpc/connection.ts'
import type { Procedure } from '../rpc/procedure.ts'
import { peers, type Peer } from './peers.ts'

/** What a suite is given, once for each peer. */
export interface Given {
  readonly peer: Peer
  /** For all that the suite makes; nobody else has it. At most 13 characters. */
  readonly name: string
  /** The architecture of a domain the peer can run. */
  readonly arch: string
  /** Open while tests run. */
  readonly connection: () => Connection
  readonly call: Connection['call']
  /**
   * Calls. Where the peer's driver lacks the procedure, expects VIR_ERR_NO_SUPPORT instead, and
   * resolves to undefined.
   */
  readonly ask: <A, R>(procedure: Procedure<A, R>, args: A) => Promise<R | undefined>
  /** Collects an event's payloads for as long as the suite runs. */
  readonly hear: <P>(event: LibvirtEvent<P>, about?: (payload: P) => boolean) => Promise<P[]>
  /** What to undo in the end, the last first, whether a test failed or not. */
  readonly later: (undo: () => Promise<unknown>) => void
}

/** A busy machine may take its time. */
const PATIENCE_MS = 20_000

export const eventually = (check: () => void) => vi.waitFor(check, { timeout: PATIENCE_MS })

/** An error by libvirt's own name. */
export const refusal = (codeName: string) =>
  expect.objectContaining({ name: 'LibvirtError', codeName })

/** Runs a suite against every peer; those that are not here are skipped, by name. */
export const onEveryPeer = (suite: (given: Given) => void) =>
  onPeers(['fake', 'test', 'qemu'], suite)

/** Runs a suite against some peers; another has to say what the others answer. */
export function onPeers(kinds: readonly Peer['kind'][], suite: (given: Given) => void): void {
  for (const peer of peers.filter(({ kind }) => kinds.includes(kind))) {
    const note = peer.isHere ? '' : ': SKIPPED, no lab is running'
    describe.skipIf(!peer.isHere)(`${peer.name}${note}`, { timeout: 60_000 }, () => {
      suite(givenOf(peer))
    })
  }
}

function givenOf(peer: Peer): Given {
  const undos: (() => Promise<unknown>)[] = []
  let connection: Connection | undefined

  function open(): Connection {
    if (!connection) throw new Error('only tests have a connection')
    return connection
  }
  const call: Connection['call'] = (procedure, ...rest) => open().call(procedure, ...rest)

  beforeAll(async () => {
    connection = await peer.open()
  })
  afterAll(async () => {
    for (const undo of undos.toReversed()) await undo().catch(() => {})
    await connection?.close()
  })

  return {
    peer,
    name: `spec-${randomUUID().slice(0, 8)}`,
    arch: peer.domainType === 'test' ? 'i686' : 'x86_64',
    connection: open,
    call,
    async ask(procedure, args) {
      const answer = call(procedure, ...([args] as unknown as CallArguments<typeof args>))
      if (!peer.lacks.has(procedure.name)) return answer
      await expect(answer).rejects.toThrow(refusal('VIR_ERR_NO_SUPPORT'))
      return undefined
    },
    async hear(event, about = () => true) {
      const heard: Parameters<typeof about>[0][] = []
      await open().on(event, (payload) => {
        if (about(payload)) heard.push(payload)
      })
      return heard
    },
    later: (undo) => undos.push(undo),
  }
}
