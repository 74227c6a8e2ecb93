import { expect, test } from 'vitest'
import { countBy, membersInWords } from './group.ts'

test('what is not loaded yet is unknown, not none', () => {
  expect(countBy<string>(undefined, String)('north')).toBeUndefined()
  expect(countBy(['north', 'north'], String)('north')).toBe(2)
  expect(countBy(['north'], String)('south')).toBe(0)
})

test.each([
  [{ pods: 3, machines: 1 }, '3 pods and 1 machine'],
  [{ pods: 0, machines: 2 }, '2 machines'],
  [{ pods: 0, machines: 0 }, undefined],
  [{ pods: undefined, machines: undefined }, undefined],
])('%o in words: %s', (members, words) => {
  expect(membersInWords(members)).toBe(words)
})
