import { expect, test } from 'vitest'
import { ageInWords } from './age.ts'

const minuteMs = 60_000

test.each([
  [-5_000, 'just now'],
  [29_999, 'just now'],
  [30_000, '30 s ago'],
  [59_999, '59 s ago'],
  [minuteMs, '1 min ago'],
  [59.9 * minuteMs, '59 min ago'],
  [60 * minuteMs, '1 h ago'],
  [24 * 60 * minuteMs, '1 day ago'],
  [49 * 60 * minuteMs, '2 days ago'],
])('%d ms is %s', (ageMs, words) => {
  expect(ageInWords(ageMs)).toBe(words)
})
