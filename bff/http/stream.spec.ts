import { connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fastify } from 'fastify'
import type { Change } from '../../contract/stream.ts'
import { createProgress } from '../progress.ts'
import { type Changes, openStore, type Store } from '../store/store.ts'
import { createTestClock } from '../testing/clock.ts'
import { soon } from '../testing/soon.ts'
import { peers, type Place } from '../testing/stores.ts'
import { registerStream } from './stream.ts'

const [sqlite] = peers
if (!sqlite) throw new Error('SQLite is always there')

let place: Place
let store: Store
let close = async () => {}
let alive = true
const progress = createProgress()
beforeEach(async () => {
  place = await sqlite.make()
  store = await openStore(place.location, createTestClock())
  alive = true
})
afterEach(async () => {
  await close()
  await store.close()
  await place.remove()
})

const session = {
  id_hash: 's',
  user_id: 1,
  csrf_token: '',
  created_at: '',
  expires_at: '',
  last_used_at: '',
}

const subscribed = { now: 0 }
const counted = (changes: Changes): Changes => ({
  ...changes,
  subscribe: (listener) => {
    const stop = changes.subscribe(listener)
    subscribed.now += 1
    return () => {
      subscribed.now -= 1
      stop()
    }
  },
})

async function serve(options: { heartbeatMs?: number; maxBufferedBytes?: number } = {}) {
  const app = fastify()
  registerStream(
    app,
    async ({ headers }) => {
      const username = String(headers['x-user'] ?? 'ada')
      return { user: { id: 1, username, email: '', is_superuser: false }, session, signed: false }
    },
    { changes: counted(store.changes), progress, isAlive: async () => alive, ...options },
  )
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  close = () => app.close()
  return { app, url: `${origin}/MAAS/api/2.0/stream/` }
}

/** Collects what a stream says. */
async function listen(url: string, headers: Record<string, string> = {}) {
  const controller = new AbortController()
  const response = await fetch(url, { headers, signal: controller.signal })
  const heard = { text: '', ended: false }
  const reading = (async () => {
    for await (const chunk of response.body ?? []) heard.text += Buffer.from(chunk).toString()
  })()
  void reading.catch(() => {}).finally(() => (heard.ended = true))
  return {
    response,
    heard,
    leave: () => controller.abort(),
    events: () =>
      heard.text
        .split('\n\n')
        .filter((block) => block.includes('data:'))
        .map((block) => block.split('\n').join(' ')),
  }
}

const record = (...keys: string[]) =>
  store.transaction(async (tx) => {
    for (const key of keys) {
      tx.record({ topic: 'zone', action: 'created', key, pod_id: null } satisfies Change)
    }
  })

const told = (id: number, key: string) =>
  `event: change id: ${id} data: {"topic":"zone","action":"created","key":"${key}","pod_id":null}`
const resync = (id: number) => `event: resync id: ${id} data: {}`

test('a new listener hears what happens from now on, with ids', async () => {
  await record('before')
  const { url } = await serve()
  const { response, heard, events } = await listen(url)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  // The id alone: a browser that reconnects before the first event says from where.
  await expect.poll(() => heard.text, soon).toBe('retry: 2000\nid: 1\n\n')
  await record('a', 'b')
  await expect.poll(events, soon).toEqual([told(2, 'a'), told(3, 'b')])
})

describe('a listener that comes back', () => {
  test.each([
    ['by header', (url: string) => listen(url, { 'last-event-id': '1' })],
    ['by query', (url: string) => listen(`${url}?last_event_id=1`)],
  ])('is told what it missed, %s', async (_, back) => {
    await record('a', 'b', 'c')
    const { url } = await serve()
    const { events } = await back(url)
    await expect.poll(events, soon).toEqual([told(2, 'b'), told(3, 'c')])
    await record('d')
    await expect.poll(() => events().at(-1), soon).toBe(told(4, 'd'))
  })

  test('misses nothing and hears nothing twice while changes go on', async () => {
    await record('0')
    const { url } = await serve()
    const writing = new AbortController()
    const writer = (async () => {
      for (let i = 1; !writing.signal.aborted; i += 1) {
        await record(String(i))
        // SQLite answers without a turn of the event loop: this gives the listeners one.
        await nextTurn()
      }
    })()
    const listeners = await Promise.all(
      Array.from({ length: 10 }, () => listen(url, { 'last-event-id': '1' })),
    )
    try {
      await expect
        .poll(() => listeners.every(({ events }) => events().length > 50), soon)
        .toBe(true)
    } finally {
      writing.abort()
      await writer
    }
    const { newest } = await store.changes.bounds()
    const all = Array.from({ length: newest - 1 }, (_, i) => told(i + 2, String(i + 1)))
    for (const { events } of listeners) await expect.poll(events, soon).toEqual(all)
  })

  test.each([
    ['from the future', '99'],
    ['with an id that is none', 'abc'],
  ])('%s is told to read anew', async (_, id) => {
    await record('a')
    const { url } = await serve()
    const { events } = await listen(url, { 'last-event-id': id })
    await expect.poll(events, soon).toEqual([resync(1)])
    await record('b')
    await expect.poll(events, soon).toEqual([resync(1), told(2, 'b')])
  })

  test('from before what is kept is told to read anew', async () => {
    await record('a', 'b', 'c', 'd')
    await store.db.deleteFrom('change').where('id', '<', 3).execute()
    const { url } = await serve()
    const [late, timely] = [
      await listen(url, { 'last-event-id': '1' }),
      await listen(url, { 'last-event-id': '2' }),
    ]
    await expect.poll(late.events, soon).toEqual([resync(4)])
    await expect.poll(timely.events, soon).toEqual([told(3, 'c'), told(4, 'd')])
  })
})

test('the steps of an operation reach the one who started it, and nobody else', async () => {
  const { url } = await serve()
  const [ada, bob] = [await listen(url), await listen(url, { 'x-user': 'bob' })]
  await expect.poll(() => bob.heard.text, soon).not.toBe('')
  await expect.poll(() => ada.heard.text, soon).not.toBe('')
  const check = { name: 'dns', state: 'ok', detail: null, fix: null, duration_ms: 3 } as const
  progress.publish('ada', { operation_id: 'o', check })
  await record('after')
  await expect
    .poll(ada.events, soon)
    .toEqual([
      `event: check data: {"operation_id":"o","check":${JSON.stringify(check)}}`,
      told(1, 'after'),
    ])
  await expect.poll(bob.events, soon).toEqual([told(1, 'after')])
})

test('gives signs of life, and ends with the session', async () => {
  const { url } = await serve({ heartbeatMs: 20 })
  const { heard } = await listen(url)
  await expect.poll(() => heard.text, soon).toMatch(/(\n:\n\n.*){2}/s)
  expect(heard.ended).toBe(false)
  alive = false
  await expect.poll(() => heard.ended, soon).toBe(true)
})

test('a client that does not read is dropped; others go on', async () => {
  const { url } = await serve({ maxBufferedBytes: 100_000 })
  const { hostname, port, pathname } = new URL(url)
  const idle = connect(Number(port), hostname)
  idle.on('error', () => {})
  idle.write(`GET ${pathname} HTTP/1.1\r\nhost: x\r\n\r\n`)
  const closed = new Promise((resolve) => idle.once('close', resolve))
  const reader = await listen(url)
  await new Promise((resolve) => idle.once('readable', resolve))
  // Enough for the buffers of the kernel, too.
  const key = 'x'.repeat(50_000)
  await expect.poll(() => reader.heard.text, soon).not.toBe('')
  expect(subscribed.now).toBe(2)
  for (let i = 0; subscribed.now === 2 && i < 400; i += 1) {
    const before = reader.heard.text.length
    await record(`${i}${key}`)
    while (reader.heard.text.length < before + key.length) await nextTurn()
  }
  expect(subscribed.now).toBe(1)
  idle.resume()
  await closed
  expect(reader.heard.ended).toBe(false)
}, 20_000)

test('closing the server ends every stream', async () => {
  const { app, url } = await serve()
  const listeners = [await listen(url), await listen(url)]
  await app.close()
  for (const { heard } of listeners) await expect.poll(() => heard.ended, soon).toBe(true)
})

test('who leaves is forgotten', async () => {
  const { url } = await serve()
  const { leave } = await listen(url)
  expect(subscribed.now).toBe(1)
  leave()
  await expect.poll(() => subscribed.now, soon).toBe(0)
})
