/** Zones and resource pools are refused in the server's words. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../contract/client.ts'
import { createMockServer } from './node.ts'
import { csrfToken } from './session.ts'

const { server } = createMockServer()
const client = createClient({
  origin: 'http://podyard.test',
  headers: () => ({ 'x-csrftoken': csrfToken }),
})

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())

const named = (message: RegExp) => ({
  problem: { field_errors: { name: [expect.stringMatching(message)] } },
})

test('names', async () => {
  const letters = named(/^Enter a name that starts with a letter/)
  await expect(client.zoneCreate({ name: '-a' })).rejects.toMatchObject(letters)
  await expect(client.resourcePoolCreate({ name: 'a<b' })).rejects.toMatchObject(letters)
  const taken = named(/ with this Name already exists\.$/)
  await expect(client.zoneCreate({ name: 'default' })).rejects.toMatchObject(taken)
  await expect(client.resourcePoolCreate({ name: 'default' })).rejects.toMatchObject(taken)
})

test('the default ones', async () => {
  const keeps = named(/^The default (zone|resource pool) keeps its name\.$/)
  const rename = { name: 'default', new_name: 'mine' }
  await expect(client.zoneUpdate(rename)).rejects.toMatchObject(keeps)
  await expect(client.resourcePoolUpdate({ id: '0', name: 'mine' })).rejects.toMatchObject(keeps)
  await expect(client.zoneDelete({ name: 'default' })).rejects.toMatchObject({ status: 400 })
  await expect(client.resourcePoolDelete({ id: '0' })).rejects.toMatchObject({ status: 400 })
})

test('a resource pool that holds something', async () => {
  await expect(client.resourcePoolDelete({ id: '1' })).rejects.toMatchObject({
    problem: {
      message: expect.stringMatching(/^The resource pool engineering holds \d+ pods and/),
    },
  })
})
