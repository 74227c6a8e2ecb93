import { fastify, type FastifyInstance } from 'fastify'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { registerWeb } from './web.ts'

const page = '<!doctype html><title>Podyard</title>'
let folder = ''
let app: FastifyInstance
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'podyard-web-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), page)
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>')
  writeFileSync(join(folder, 'assets/app-1a2b.js'), 'plain')
  writeFileSync(join(folder, 'assets/app-1a2b.js.gz'), gzipSync('packed'))
  app = fastify()
  await registerWeb(app, folder)
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

test.each(['/MAAS/', '/MAAS/pods/3/configuration', '/MAAS/setup?token=x', '/MAAS/index.html'])(
  '%s is the page, asked for anew each time',
  async (url) => {
    const { statusCode, body, headers } = await get(url)
    expect([statusCode, body]).toEqual([200, page])
    expect(headers['cache-control']).toBe('no-cache')
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
  },
)

test('what has a hash in its name is kept for ever, packed where the browser can unpack', async () => {
  const plain = await get('/MAAS/assets/app-1a2b.js')
  expect([plain.body, plain.headers['cache-control']]).toEqual([
    'plain',
    'public, max-age=31536000, immutable',
  ])
  const packed = await get('/MAAS/assets/app-1a2b.js', { 'accept-encoding': 'gzip' })
  expect(packed.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': plain.headers['content-type'],
    vary: 'accept-encoding',
  })
  expect((await get('/MAAS/favicon.svg')).headers['cache-control']).toBe('no-cache')
})

test.each([
  '/MAAS/assets/app-9z.js',
  '/MAAS/api/2.0/nothing/',
  '/MAAS/accounts/nothing/',
  '/other',
  '/MAAS/%2e%2e/secret.key',
  '/MAAS/..%2fsecret.key',
])('%s is not answered with what lies elsewhere', async (url) => {
  const { statusCode, body } = await get(url)
  expect(body).not.toContain('plain')
  if (!url.includes('%2')) expect(statusCode).toBe(404)
})

test('the root leads to the UI', async () => {
  for (const url of ['/', '/MAAS']) expect((await get(url)).headers['location']).toBe('/MAAS/')
})
