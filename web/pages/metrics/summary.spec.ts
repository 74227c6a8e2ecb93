import { expect, test } from 'vitest'
import { summarize } from './summary.ts'

test('gaps count for nothing', () => {
  expect(summarize([null, 2, null, 0, 4, null])).toEqual({
    last: 4,
    lowest: 0,
    highest: 4,
    average: 2,
  })
})

test('where nothing was measured there is nothing to say', () => {
  expect(summarize([])).toBeUndefined()
  expect(summarize([null, null])).toBeUndefined()
})
