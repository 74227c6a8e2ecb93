import { calls, type CallShape } from './calls.ts'
import type { EndpointName, Input, Output } from './endpoints.ts'
import { wireName } from './flat.ts'
import type { Problem } from './problem.ts'

/** A refusal by the server, or the failure to reach it (`problem.code` is then `connection_lost`). */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly problem: Problem

  constructor(status: number, problem: Problem, options?: ErrorOptions) {
    super(problem.message, options)
    this.status = status
    this.problem = problem
  }
}

export type CallOptions = { signal?: AbortSignal }

export type Client = {
  [N in EndpointName]: unknown extends Input<N>
    ? (input?: undefined, options?: CallOptions) => Promise<Output<N>>
    : {} extends Input<N>
      ? (input?: Input<N>, options?: CallOptions) => Promise<Output<N>>
      : (input: Input<N>, options?: CallOptions) => Promise<Output<N>>
}

export type ClientConfig = {
  /** Origin of the server; empty for the page's own. */
  origin?: string
  fetch?: typeof fetch
  /** Sent with every call: CSRF token or authorization. Asked anew each time. */
  headers?: () => Record<string, string>
}

/** One function per endpoint. Rejects with `ApiError`; an abort rejects as `fetch` does. */
export function createClient(config: ClientConfig = {}): Client {
  const send = config.fetch ?? ((...args) => fetch(...args))
  const call = async (endpoint: CallShape, input: Fields = {}, options: CallOptions = {}) => {
    const request = toRequest(endpoint, input)
    const response = await reach(() =>
      send((config.origin ?? '') + request.url, {
        method: endpoint.method,
        headers: {
          accept: 'application/json, application/problem+json',
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...config.headers?.(),
        },
        body: request.body ?? null,
        signal: options.signal ?? null,
      }),
    )
    if (!response.ok) throw new ApiError(response.status, await readProblem(response))
    return endpoint.response ? response.json() : undefined
  }
  return Object.fromEntries(
    Object.entries(calls).map(([name, endpoint]) => [
      name,
      (input?: Fields, options?: CallOptions) => call(endpoint, input, options),
    ]),
  ) as unknown as Client
}

type Fields = Record<string, unknown>

/** Splits flat input over path, query and body. Exported for the command line and the examples in the docs. */
export function toRequest(endpoint: CallShape, input: Fields): { url: string; body?: string } {
  const inPath = new Set<string>()
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    inPath.add(name)
    return encodeURIComponent(String(input[name]))
  })
  const query = new URLSearchParams(endpoint.op === undefined ? {} : { op: endpoint.op })
  const rest = Object.entries(input)
    .filter(([name, value]) => !inPath.has(name) && value !== undefined)
    .map(([name, value]): [string, unknown] => [wireName(endpoint, name), value])
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT'
  if (!hasBody) {
    for (const [name, value] of rest) {
      for (const item of [value].flat()) query.append(name, String(item))
    }
  }
  const search = query.size > 0 ? `?${query}` : ''
  return {
    url: path + search,
    ...(hasBody && endpoint.input ? { body: JSON.stringify(Object.fromEntries(rest)) } : {}),
  }
}

async function reach(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(
      0,
      {
        code: 'connection_lost',
        message: 'Podyard does not answer.',
        fix: { text: 'Check that it is running and that you are online.', command: null },
        request_id: '',
      },
      { cause },
    )
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const body = await response.text()
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    return JSON.parse(body) as Problem
  }
  // A proxy in between, or a server that is not ours.
  return {
    code: 'internal',
    message: `The server answered ${response.status}: ${body.slice(0, 200) || response.statusText}`,
    request_id: '',
  }
}
