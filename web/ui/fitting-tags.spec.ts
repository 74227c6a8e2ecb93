import { expect, test } from 'vitest'
import { fittingTags } from './fitting-tags.ts'

test('few short tags all fit', () => {
  expect(fittingTags([], 1, 90)).toBe(0)
  expect(fittingTags(['ssd'], 1, 90)).toBe(1)
  expect(fittingTags(['a', 'b', 'c'], 1, 90)).toBe(3)
})

test('what does not fit is counted', () => {
  expect(fittingTags(['virtual', 'ssd'], 1, 90)).toBe(1)
  expect(fittingTags(['virtual', 'ssd'], 2, 90)).toBe(2)
  expect(fittingTags(['virtual', 'numa', 'rack-12', 'owner-archive'], 2, 90)).toBe(2)
})

test('at least one is shown, however long', () => {
  expect(fittingTags(['a'.repeat(100)], 1, 90)).toBe(1)
  expect(fittingTags(['a'.repeat(100), 'b'], 1, 90)).toBe(1)
  expect(fittingTags(['a'.repeat(100), 'b'.repeat(100), 'c'], 2, 90)).toBe(1)
})
