import { expect, test } from 'vitest'
import { metricRanges } from '../metrics.ts'
import { consumersWindowS, metricTiers, stepsOf, tierOf } from './metric-tiers.ts'

test('each tier covers its range, and is made of whole steps of the one before', () => {
  expect(metricTiers.map(({ range }) => range)).toEqual(metricRanges)
  expect(metricTiers.map(({ stepS, count }) => (stepS * count) / 3_600)).toEqual([
    1,
    24,
    7 * 24,
    30 * 24,
  ])
  for (const [index, { stepS }] of metricTiers.entries()) {
    const finer = metricTiers[index - 1]
    if (!finer) continue
    expect(stepS % finer.stepS).toBe(0)
    expect(finer.stepS * finer.count).toBeGreaterThan(stepS)
  }
  expect(consumersWindowS % metricTiers[0].stepS).toBe(0)
})

test('the last step of a range is the newest that is over', () => {
  const steps = stepsOf(tierOf('1h'), 7_214)
  expect([steps.length, steps[0], steps.at(-1)]).toEqual([240, 3_600, 7_185])
  expect(stepsOf(tierOf('1h'), 7_215).at(-1)).toBe(7_200)
})
