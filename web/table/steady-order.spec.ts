import { expect, test } from 'vitest'
import { inSteadyOrder } from './steady-order.ts'

const order = (rows: string, seen: string) =>
  inSteadyOrder(rows.split(''), (row) => row, seen.split('')).join('')

test('what changes places stays where it was seen', () => {
  expect(order('cab', 'abc')).toBe('abc')
})

test('what came stands behind the one that it follows, or first', () => {
  expect(order('xbyzac', 'abc')).toBe('xabyzc')
})

test('what went is gone', () => {
  expect(order('ca', 'abc')).toBe('ac')
  expect(order('', 'abc')).toBe('')
  expect(order('ba', '')).toBe('ba')
})
