import { describe, expect, test } from 'vitest'
import { ApiError, createClient } from './client.ts'

function serverAnswering(respond: (request: Request) => Response) {
  const requests: Request[] = []
  const client = createClient({
    origin: 'http://podyard.test',
    fetch: async (url, init) => {
      const request = new Request(url, init)
      requests.push(request.clone())
      return respond(request)
    },
  })
  return { client, requests }
}

const ok = (body: unknown) => () => Response.json(body)

describe('a call', () => {
  test('puts path variables into the path and the op into the query', async () => {
    const { client, requests } = serverAnswering(ok({}))
    await client.podRefresh({ id: 7, trust: 'ask' })
    expect(requests[0]?.method).toBe('POST')
    expect(requests[0]?.url).toBe('http://podyard.test/MAAS/api/2.0/pods/7/?op=refresh')
    expect(await requests[0]?.json()).toEqual({ trust: 'ask' })
  })

  test('repeats a key of the query for each item of a list', async () => {
    const { client, requests } = serverAnswering(ok([]))
    await client.machineList({ pod: ['1', '2'], limit: 50 })
    expect(requests[0]?.url).toMatch(/machines\/\?pod=1&pod=2&limit=50$/)
  })

  test('encodes names in the path', async () => {
    const { client, requests } = serverAnswering(ok({}))
    await client.zoneRead({ name: 'a/b c' })
    expect(requests[0]?.url).toMatch(/zones\/a%2Fb%20c\/$/)
  })
})

describe('a refusal', () => {
  test('carries the problem', async () => {
    const problem = { code: 'not_found', message: 'Not Found', request_id: 'r1' }
    const { client } = serverAnswering(() =>
      Response.json(problem, {
        status: 404,
        headers: { 'content-type': 'application/problem+json' },
      }),
    )
    const error = await client.podRead({ id: 1 }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 404, problem })
  })

  test('by something that is not ours quotes what it said', async () => {
    const { client } = serverAnswering(() => new Response('bad gateway', { status: 502 }))
    await expect(client.podList()).rejects.toMatchObject({
      status: 502,
      problem: { code: 'internal', message: 'The server answered 502: bad gateway' },
    })
  })

  test('to connect at all is a lost connection', async () => {
    const client = createClient({
      origin: 'http://podyard.test',
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    })
    await expect(client.podList()).rejects.toMatchObject({
      status: 0,
      problem: { code: 'connection_lost' },
    })
  })
})
