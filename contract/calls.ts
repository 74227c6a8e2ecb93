import type { Endpoint } from './endpoint.ts'
import { type EndpointName, endpoints } from './endpoints.ts'

/** What it takes to call an endpoint: where it is, and whether there is a body either way. */
export type CallShape = Pick<Endpoint, 'method' | 'path' | 'op'> & {
  input?: unknown
  response?: unknown
}

/**
 * How each endpoint is called. Built into the pages as plain data (vite.config.ts): the texts and schemas of all
 * endpoints are much, and of no use to who only calls.
 */
export const calls = Object.fromEntries(
  Object.entries<Endpoint>(endpoints).map(([name, { method, path, op, input, response }]) => [
    name,
    {
      method,
      path,
      ...(op !== undefined && { op }),
      ...(input && { input: true }),
      ...(response && { response: true }),
    },
  ]),
) as Record<EndpointName, CallShape>
