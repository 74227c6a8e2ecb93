import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { openApi } from '../../contract/openapi.ts'
import { openApiPath } from '../../contract/root.ts'
import { statusOf } from './error-response.ts'

/** The description of the API for other people's tools. Made when it is first asked for; anyone may read it. */
export function registerOpenApi(app: FastifyInstance): void {
  let made: { body: Buffer; etag: string } | undefined
  app.get(openApiPath, (request, reply) => {
    made ??= make()
    // Kept by whoever asked, and asked about again: an update of Podyard shows at once.
    reply.header('cache-control', 'public, no-cache').header('etag', made.etag)
    if (request.headers['if-none-match'] === made.etag) return reply.code(304).send()
    return reply.header('content-type', 'application/json; charset=utf-8').send(made.body)
  })
}

function make() {
  const body = Buffer.from(JSON.stringify(openApi(statusOf)))
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` }
}
