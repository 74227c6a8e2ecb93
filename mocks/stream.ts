import { http, HttpResponse } from 'msw'
import type { StreamEvent } from '../contract/stream.ts'
import { currentUser, type Db } from './db.ts'

/** Server-sent events; a reconnect replays the changes after `Last-Event-ID`. */
export const streamHandler = (db: Db, path: string) =>
  http.get(`*${path}`, ({ request }) => {
    if (!currentUser(db)) return new HttpResponse('Log in first.', { status: 401 })
    const lastId = request.headers.get('last-event-id')
    let stop: (() => void) | undefined
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encode(': open\n\n'))
        const send = (event: StreamEvent, id: number) => {
          try {
            controller.enqueue(encode(frame(event, id)))
          } catch {
            stop?.() // closed by the reader
          }
        }
        stop = db.feed.subscribe(send, lastId === null ? undefined : Number(lastId))
      },
      cancel: () => stop?.(),
    })
    return new HttpResponse(body, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    })
  })

const encoder = new TextEncoder()
const encode = (text: string) => encoder.encode(text)

function frame({ event, data }: StreamEvent, id: number): string {
  const idLine = event === 'change' ? `id: ${id}\n` : ''
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
