/** Two servers that share PostgreSQL and the key file, behind one name. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, startTestServer, type TestServer } from './testing/server.ts'
import { soon } from './testing/soon.ts'
import { peers, type Place } from './testing/stores.ts'

describe.each(peers.filter(({ name, available }) => name === 'PostgreSQL' && available))(
  'replicas on $name',
  (peer) => {
    let place: Place
    let one: TestServer
    let two: TestServer
    beforeAll(async () => {
      place = await peer.make()
      const url = 'databaseUrl' in place.location ? place.location.databaseUrl : ''
      one = await startTestServer({ DATABASE_URL: url })
      two = await startTestServer({ DATABASE_URL: url, PODYARD_KEY_FILE: one.config.keyFile })
    })
    afterAll(async () => {
      await two.close()
      await one.close()
      await place.remove()
    })

    test('know each other’s users, sessions, keys and changes', async () => {
      expect(await two.server.store.version()).toMatch(peer.proof)
      const id = await one.addUser('ada', 'admin')
      const heard: string[] = []
      two.server.store.changes.subscribe((changes) =>
        heard.push(...changes.map(({ change }) => change.key)),
      )
      const browser = await one.logIn('ada')
      const key = await two.newApiKey(id)

      const created = await two.server.app.inject({
        method: 'POST',
        url: `${api}/zones/`,
        headers: browser,
        payload: { name: 'west' },
      })
      expect(created.statusCode).toBe(200)
      await one.server.app.inject({
        method: 'DELETE',
        url: `${api}/zones/west/`,
        headers: one.sign(key),
      })
      await expect.poll(() => heard, soon).toEqual(['west', 'west'])
      const [mine, theirs] = await Promise.all(
        [one, two].map(({ server }) =>
          server.app.inject({ url: `${api}/podyard/ssh-key/`, headers: browser }),
        ),
      )
      expect(mine?.statusCode).toBe(200)
      expect(theirs?.body).toBe(mine?.body)
    })

    test('take no null character, which PostgreSQL cannot hold', async () => {
      const id = await one.addUser('eve', 'admin')
      const key = await one.newApiKey(id)
      const ask = async (method: 'GET' | 'POST', url: string, payload?: object) => {
        const { statusCode } = await one.server.app.inject({
          method,
          url: `${api}/${url}`,
          headers: one.sign(key),
          ...(payload && { payload }),
        })
        return statusCode
      }
      expect(await ask('POST', 'zones/', { name: 'a', description: 'b\0' })).toBe(400)
      expect(await ask('POST', 'zones/', { name: 'a\0' })).toBe(400)
      expect(await ask('GET', 'zones/a%00b/')).toBe(404)
      expect(await ask('GET', 'machines/?hostname=a%00b')).toBe(400)
      const odd = one.sign(key, { oauth_nonce: '%00' })
      const answer = await one.server.app.inject({ url: `${api}/zones/`, headers: odd })
      expect(answer.statusCode).toBe(401)
    })

    test('with another key file are refused', async () => {
      const url = 'databaseUrl' in place.location ? place.location.databaseUrl : ''
      await expect(startTestServer({ DATABASE_URL: url })).rejects.toThrow(
        /is not the one that this database was set up with/,
      )
    })
  },
)
