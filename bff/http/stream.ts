/** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerResponse } from 'node:http'
import { streamPath } from '../../contract/root.ts'
import type { StreamEvent } from '../../contract/stream.ts'
import type { Progress } from '../progress.ts'
import type { RecordedChange } from '../store/changes.ts'
import type { Changes } from '../store/store.ts'
import { type Authenticate, checkAccess } from './authenticate.ts'

export type StreamDeps = {
  changes: Changes
  progress: Progress
  isAlive: (sessionIdHash: string) => Promise<boolean>
  /** Milliseconds between signs of life, at which the session is looked at too. */
  heartbeatMs?: number
  /** A client that lets more than so many bytes pile up is dropped; it comes back and is told what it missed. */
  maxBufferedBytes?: number
}

/** A client that missed more than this reads everything anew, which is cheaper. */
const maxReplay = 1000
/** Milliseconds after which a browser reconnects. */
const retryMs = 2000

export function registerStream(
  app: FastifyInstance,
  authenticate: Authenticate,
  deps: StreamDeps,
): void {
  const { changes, progress, isAlive, heartbeatMs = 15_000, maxBufferedBytes = 1_048_576 } = deps
  const open = new Set<ServerResponse>()
  // Node waits for open responses when it closes; these would never end by themselves.
  app.addHook('preClose', async () => {
    for (const response of open) response.end()
  })

  // HEAD would wait for an end that never comes.
  app.get(streamPath, { exposeHeadRoute: false }, async (request, reply) => {
    const { user, session } = await authenticate(request)
    checkAccess('user', user)
    const lastId = lastEventId(request)

    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      // A buffering proxy would keep the events to itself.
      'x-accel-buffering': 'no',
    })
    open.add(raw)

    const write = (text: string) => {
      if (raw.writableEnded || raw.destroyed) return
      raw.write(text)
      if (raw.writableLength > maxBufferedBytes) raw.destroy()
    }
    // What is committed while the missed events are read waits here.
    let waiting: RecordedChange[] | undefined = []
    let sent = 0
    const tell = (recorded: readonly RecordedChange[]) => {
      if (waiting) {
        waiting.push(...recorded)
        return
      }
      const unseen = recorded.filter(({ id }) => id > sent)
      sent = unseen.at(-1)?.id ?? sent
      write(unseen.map(({ id, change }) => format({ event: 'change', data: change }, id)).join(''))
    }
    const stops = [
      changes.subscribe(tell),
      progress.subscribe(user?.username ?? '', (data) => write(format({ event: 'check', data }))),
    ]
    const heartbeat = setInterval(() => {
      write(':\n\n')
      if (!session) return
      isAlive(session.id_hash).then(
        (alive) => alive || raw.end(),
        () => raw.end(),
      )
    }, heartbeatMs)
    raw.once('close', () => {
      clearInterval(heartbeat)
      for (const stop of stops) stop()
      open.delete(raw)
    })

    try {
      const missed = await readMissed(changes, lastId)
      sent = missed.from
      write(`retry: ${retryMs}\nid: ${sent}\n\n`)
      if (missed.resync) write(format({ event: 'resync', data: {} }, sent))
      const behind = waiting
      waiting = undefined
      tell(missed.changes)
      tell(behind)
    } catch (error) {
      request.log.error({ err: error }, 'the stream cannot start')
      raw.destroy()
    }
  })
}

/** Undefined: the client is new. NaN: it has an id that is none of ours. */
function lastEventId({ headers, query }: FastifyRequest): number | undefined {
  const given = headers['last-event-id'] ?? (query as Record<string, unknown>)['last_event_id']
  if (given === undefined || given === '') return undefined
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
}

type Missed = { from: number; resync: boolean; changes: RecordedChange[] }

async function readMissed(changes: Changes, lastId: number | undefined): Promise<Missed> {
  const { oldest, newest } = await changes.bounds()
  if (lastId === undefined) return { from: newest, resync: false, changes: [] }
  const known = lastId <= newest && lastId >= Math.max(0, oldest - 1)
  if (!known || newest - lastId > maxReplay) return { from: newest, resync: true, changes: [] }
  return { from: lastId, resync: false, changes: await changes.since(lastId, maxReplay) }
}

const format = ({ event, data }: StreamEvent, id?: number) =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
