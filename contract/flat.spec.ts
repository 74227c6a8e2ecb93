import { expect, expectTypeOf, test } from 'vitest'
import { toRequest } from './client.ts'
import { endpoints, type Input } from './endpoints.ts'
import { flatName, joinInput, wireName } from './flat.ts'

test('a zone is found by its name and given another', () => {
  const { url, body } = toRequest(endpoints.zoneUpdate, { name: 'west', new_name: 'east' })
  expect([url, body]).toEqual(['/MAAS/api/2.0/zones/west/', '{"name":"east"}'])
  expect(joinInput(endpoints.zoneUpdate, { name: 'west' }, { name: 'east' })).toEqual({
    name: 'west',
    new_name: 'east',
  })
  expectTypeOf<Input<'zoneUpdate'>>().toEqualTypeOf<
    { name: string } & { new_name?: string | undefined; description?: string | undefined }
  >()
})

test('all other names are the same on both sides', () => {
  for (const [endpointName, endpoint] of Object.entries(endpoints)) {
    for (const name of Object.keys('input' in endpoint ? endpoint.input.shape : {})) {
      const flat = flatName(endpoint, name)
      expect(wireName(endpoint, flat)).toBe(name)
      if (flat !== name)
        expect(['zoneUpdate.name', 'tagUpdate.name']).toContain(`${endpointName}.${name}`)
    }
  }
})
