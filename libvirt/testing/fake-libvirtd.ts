import { once } from 'node:events'
import { createServer } from 'node:net'
import { duplexPair, type Duplex } from 'node:stream'
import type { Procedure, StreamDirection, StreamProcedure } from '../rpc/procedure.ts'
import { AuthType } from '../protocol/constants.ts'
import type { LibvirtEvent } from '../protocol/events.ts'
import {
  answering,
  answeringStream,
  type FakeAnswer,
  type FakeContext,
  type FakeStream,
  type FakeStreamWriter,
} from './fake-answer.ts'
import { hostDeviceAnswers } from './fake-devices-of-host.ts'
import { diskAnswers } from './fake-disks.ts'
import { domainAnswers } from './fake-domains.ts'
import { eventAnswers } from './fake-events.ts'
import { factAnswers } from './fake-facts.ts'
import type { Fault } from './fake-faults.ts'
import { fakeHost, type FakeHost } from './fake-host.ts'
import { networkAnswers } from './fake-networks.ts'
import { nodeAnswers } from './fake-node.ts'
import { authAnswers, startFakeSession, type FakeSession } from './fake-session.ts'
import { secretAnswers } from './fake-secrets.ts'
import { snapshotAnswers } from './fake-snapshots.ts'
import { storageAnswers } from './fake-storage.ts'
import { transferAnswers } from './fake-transfers.ts'
import { tuningAnswers } from './fake-tuning.ts'
import { volumeAnswers } from './fake-volumes.ts'

export { FakeRefusal } from './fake-answer.ts'
export type { Fault } from './fake-faults.ts'
export * from './fake-host.ts'
export * from './fake-objects.ts'

export interface FakeOptions {
  readonly host?: Partial<FakeHost>
  /** AuthType numbers; none by default. Polkit always agrees. */
  readonly authTypes?: readonly number[]
  /**
   * Answers only once no call has arrived for this long: then every batch of answers is one
   * sequential wait of the client, and `waves` counts them. Milliseconds; 0, at once, by default.
   */
  readonly answerAfterIdleMs?: number
}

/** A libvirtd made of plain data, for tests: same bytes, chosen state, chosen faults. */
export interface FakeLibvirtd {
  readonly host: FakeHost
  /** Names of all procedures called so far, in order of arrival. */
  readonly calls: readonly string[]
  /** Batches of answers so far; see `answerAfterIdleMs`. */
  readonly waves: number
  /** Streams that are open now. */
  readonly streams: number
  /** True makes it swallow everything, keepalives included, like a host that lost its network. */
  silent: boolean
  /** The client's end of a connection in memory. */
  connect(): Duplex
  /** Serves a stream that exists already. */
  attach(duplex: Duplex): void
  /** Serves a Unix socket. */
  listen(socketPath: string): Promise<void>
  /** Spoils the next replies to one procedure. */
  fault(procedure: { readonly name: string }, fault: Fault, times?: number): void
  /** Answers one procedure differently from now on; throw FakeRefusal to refuse. */
  answer<A, R>(procedure: Procedure<A, R>, answer: (args: A, context: FakeContext) => R): void
  /** Does something else with the streams that one procedure opens from now on. */
  answerStream<A>(
    procedure: StreamProcedure<A, void, StreamDirection>,
    open: (args: A, context: FakeContext, writer: FakeStreamWriter) => FakeStream,
  ): void
  /** Sends an event to every client that asked for it. */
  emit<P>(event: LibvirtEvent<P>, payload: Omit<P, 'callbackId'>): void
  /** Ends every connection, as when the daemon is killed. New ones are welcome. */
  disconnectAll(): void
  close(): Promise<void>
}

/** Programs number their procedures independently of each other. */
const keyOf = (program: number, number: number) => `${program}:${number}`

export function createFakeLibvirtd(options: FakeOptions = {}): FakeLibvirtd {
  const { authTypes = [AuthType.none], answerAfterIdleMs = 0 } = options
  const host = fakeHost(options.host)
  const calls: string[] = []
  const sessions = new Set<FakeSession>()
  const faults = new Map<string, Fault[]>()
  const answers = new Map<string, FakeAnswer>()
  const server = createServer((socket) => attach(socket))
  let silent = false
  let waves = 0
  let waiting: (() => void)[] = []
  let idle: NodeJS.Timeout | undefined

  const emit: FakeLibvirtd['emit'] = (event, payload) => {
    for (const session of sessions) session.send(event, payload)
  }

  function add(answer: FakeAnswer): void {
    answers.set(keyOf(answer.procedure.program, answer.procedure.number), answer)
  }

  function schedule(reply: () => void): void {
    waiting.push(reply)
    if (answerAfterIdleMs > 0) {
      clearTimeout(idle)
      idle = setTimeout(flush, answerAfterIdleMs)
    } else if (waiting.length === 1) setImmediate(flush)
  }

  function flush(): void {
    const replies = waiting
    waiting = []
    waves += 1
    for (const reply of replies) reply()
  }

  function attach(duplex: Duplex): void {
    const session = startFakeSession(duplex, {
      authTypes,
      isSilent: () => silent,
      onCall: (name) => calls.push(name),
      takeFault: (name) => faults.get(name)?.shift(),
      schedule,
      answerOf: (program, number) => answers.get(keyOf(program, number)),
      contextFor: (callbacks) => ({ host, emit, callbacks }),
    })
    sessions.add(session)
    duplex.once('close', () => sessions.delete(session))
  }

  for (const known of [
    ...authAnswers(authTypes),
    ...nodeAnswers,
    ...domainAnswers,
    ...factAnswers,
    ...tuningAnswers,
    ...diskAnswers,
    ...snapshotAnswers,
    ...storageAnswers,
    ...volumeAnswers,
    ...networkAnswers,
    ...secretAnswers,
    ...hostDeviceAnswers,
    ...transferAnswers,
    ...eventAnswers,
  ]) {
    add(known)
  }

  function disconnectAll(): void {
    for (const session of sessions) session.end()
  }

  return {
    host,
    calls,
    get waves() {
      return waves
    },
    get streams() {
      return [...sessions].reduce((sum, session) => sum + session.streams, 0)
    },
    get silent() {
      return silent
    },
    set silent(value) {
      silent = value
    },
    connect() {
      const [client, ours] = duplexPair()
      attach(ours)
      // A socket whose far end is destroyed ends; a pair in memory has to be told.
      ours.once('close', () => client.push(null))
      return client
    },
    attach,
    async listen(socketPath) {
      server.listen(socketPath)
      await once(server, 'listening')
    },
    fault(procedure, fault, times = 1) {
      const queue = faults.get(procedure.name) ?? []
      queue.push(...Array<Fault>(times).fill(fault))
      faults.set(procedure.name, queue)
    },
    answer: (procedure, run) => add(answering(procedure, run)),
    answerStream: (procedure, open) => add(answeringStream(procedure, open)),
    emit,
    disconnectAll,
    async close() {
      clearTimeout(idle)
      disconnectAll()
      if (server.listening) await new Promise((done) => server.close(done))
    },
  }
}
