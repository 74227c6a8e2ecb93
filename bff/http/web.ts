import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { root } from '../../contract/root.ts'

const oneYear = 'public, max-age=31536000, immutable'

/** Paths below the root that belong to the server; a page is never answered there. */
const serverPaths = [`${root}api/`, `${root}accounts/`, `${root}ws/`, `${root}assets/`]

/** The built UI: files by their name, the page for everything else that a browser opens. */
export async function registerWeb(app: FastifyInstance, webDir: string | undefined): Promise<void> {
  app.get('/', (_request, reply) => reply.redirect(root))
  app.get('/MAAS', (_request, reply) => reply.redirect(root))
  if (webDir === undefined || !existsSync(join(webDir, 'index.html'))) {
    app.get(root, (_request, reply) =>
      reply
        .header('content-type', 'text/plain; charset=utf-8')
        .send('Podyard runs. Its web UI is not built here.'),
    )
    return
  }
  await app.register(fastifyStatic, {
    root: webDir,
    // A route for each file, as the plugin makes them, takes 60 kB.
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // The build puts a hash of the content into these names.
      reply.header('cache-control', path.startsWith(join(webDir, 'assets/')) ? oneYear : 'no-cache')
    },
  })
  const files = new Set(await readdir(webDir, { recursive: true }))
  app.get<{ Params: { '*': string } }>(`${root}*`, (request, reply) => {
    const name = request.params['*']
    if (extname(name) !== '' && files.has(name)) return reply.sendFile(name)
    if (serverPaths.some((path) => request.url.startsWith(path))) return reply.callNotFound()
    return reply.sendFile('index.html')
  })
}
