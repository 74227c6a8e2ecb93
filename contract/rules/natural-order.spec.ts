import { expect, test } from 'vitest'
import { byNaturalOrder, naturalKey } from './natural-order.ts'

test('the key orders as people count', () => {
  const ordered = [
    'a',
    'a-1',
    'a1',
    'a1b',
    'a2',
    'a10',
    'a10-2',
    'a10-11',
    'ab',
    'b007',
    'b08',
    'z9999999999999999999',
  ]
  const byKey = ordered
    .toReversed()
    .map((name) => [naturalKey(name), name] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  expect(byKey.map(([, name]) => name)).toEqual(ordered)
  expect(ordered.toReversed().sort(byNaturalOrder)).toEqual(ordered)
})
