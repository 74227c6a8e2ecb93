import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { openSecrets } from '../secrets.ts'
import { createApiKey } from '../services/api-keys.ts'
import { hashPassword } from '../services/passwords.ts'
import { createTestClock, type TestClock } from './clock.ts'

export const api = '/MAAS/api/2.0'
export const password = 'correct horse'

export type Role = 'admin' | 'user'

/** What a browser keeps. */
export type Browser = { cookie: string; 'x-csrftoken': string }

export type TestServer = {
  server: Server
  config: Config
  clock: TestClock
  /** Listens; resolves to the origin. */
  listen: () => Promise<string>
  addUser: (username: string, role: Role) => Promise<number>
  /** Headers of a request from a fresh session. */
  logIn: (username: string) => Promise<Browser>
  /** An `Authorization` header, with a nonce of its own each time. */
  sign: (apiKey: string, changes?: Record<string, string>) => { authorization: string }
  newApiKey: (userId: number, expiresAt?: Date) => Promise<string>
  close: () => Promise<void>
}

/** A whole server on a folder of its own; nothing listens until asked. */
export async function startTestServer(
  environment: Record<string, string> = {},
): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'podyard-server-'))
  const config = readConfig({
    PODYARD_DATA: dataDir,
    PODYARD_LISTEN: '127.0.0.1:0',
    PODYARD_LOG_LEVEL: 'silent',
    ...environment,
  })
  const clock = createTestClock()
  const server = await createServer(config, { log: createLog('silent'), clock })
  const { app, store } = server
  const secrets = openSecrets(config.keyFile)
  const passwordHash = hashPassword(password)
  let nonces = 0

  return {
    server,
    config,
    clock,
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    addUser: async (username, role) => {
      const user = await store.users.create({
        username,
        email: `${username}@example.net`,
        password_hash: await passwordHash,
        is_superuser: role === 'admin',
      })
      if (!user) throw new Error(`There is a user ${username} already.`)
      return user.id
    },
    logIn: async (username) => {
      const response = await app.inject({
        method: 'POST',
        url: '/MAAS/accounts/login/',
        payload: { username, password },
      })
      if (response.statusCode !== 200) throw new Error(response.body)
      const cookie = response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
      return { cookie, 'x-csrftoken': response.json<{ csrf_token: string }>().csrf_token }
    },
    sign: (apiKey, changes = {}) => {
      const [consumer = '', token = '', secret = ''] = apiKey.split(':')
      const fields = {
        realm: '',
        oauth_version: '1.0',
        oauth_signature_method: 'PLAINTEXT',
        oauth_consumer_key: consumer,
        oauth_token: token,
        oauth_timestamp: String(Math.floor(clock.now().getTime() / 1000)),
        oauth_nonce: `nonce${(nonces += 1)}`,
        oauth_signature: `%26${secret}`,
        ...changes,
      }
      const pairs = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
      return { authorization: `OAuth ${pairs.join(', ')}` }
    },
    newApiKey: (userId, expiresAt) =>
      createApiKey({ store, secrets, clock }, userId, 'test', expiresAt ?? null),
    close: async () => {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
