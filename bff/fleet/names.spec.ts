import { expect, test } from 'vitest'
import { hostnameOf, systemId, twoWords } from './names.ts'
import { adjectives, animals } from './words.ts'

test.each([
  ['web-01', 'web-01'],
  ['Web_01.Example', 'web-01-example'],
  ['my vm', 'my-vm'],
  ['_x_', 'x'],
  ['42', undefined],
  ['größe', undefined],
  ['a/b', undefined],
  ['', undefined],
  ['x'.repeat(64), undefined],
])('the domain %j becomes the host %j', (domain, host) => {
  expect(hostnameOf(domain)).toBe(host)
})

test('a name of any length is judged in no time', () => {
  const started = performance.now()
  expect(hostnameOf(`x${'-'.repeat(1_000_000)}x`)).toBeUndefined()
  expect(performance.now() - started).toBeLessThan(2_000)
})

test('names are two words, until those run out', () => {
  const taken = new Set(adjectives.flatMap((a) => animals.map((b) => `${a}-${b}`)))
  expect(twoWords(() => false)).toMatch(/^[a-z]+-[a-z]+$/)
  expect(twoWords((name) => taken.has(name))).toMatch(/^[a-z]+-[a-z]+-\d+$/)
})

test('ids are six characters, and never one that is taken', () => {
  const first = systemId(
    () => false,
    () => 0,
  )
  expect(first).toBe('aaaaaa')
  let asked = 0
  const random = () => (asked++ < 6 ? 0 : 1)
  expect(systemId((id) => id === first, random)).toBe('bbbbbb')
})
