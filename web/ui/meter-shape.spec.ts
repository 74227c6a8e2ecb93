import { expect, test } from 'vitest'
import { meterShape } from './meter-shape.ts'

const shape = (used: number, limit: number, physical: number, requested = 0) =>
  meterShape({ used, requested, limit, physical })

test('8 x 0.5 fills half of the bar at most', () => {
  expect(shape(2, 4, 8)).toMatchObject({ used: 25, free: 25, beyond: 50, tick: 100 })
})

test('32 x 10 marks the physical size at a tenth', () => {
  expect(shape(32, 320, 32)).toMatchObject({ used: 10, free: 90, over: 0, tick: 10 })
})

test('what exceeds the limit is over, behind the limit', () => {
  expect(shape(10, 8, 8)).toMatchObject({ used: 80, free: 0, over: 20, tick: 80 })
})

test('a request that fits takes from what is free', () => {
  expect(shape(2, 8, 8, 4)).toMatchObject({ used: 25, requested: 50, free: 25, over: 0 })
})

test('a request that does not fit is split at the limit', () => {
  expect(shape(6, 8, 8, 4)).toMatchObject({ used: 60, requested: 20, free: 0, over: 20 })
})

test('a ratio of 0 leaves nothing within the limit', () => {
  expect(shape(2, 0, 8)).toMatchObject({ used: 0, free: 0, over: 25, beyond: 75 })
})

test('an empty host has an empty bar', () => {
  expect(shape(0, 0, 0)).toEqual({
    used: 0,
    requested: 0,
    free: 0,
    over: 0,
    beyond: 0,
    tick: 0,
    scale: 0,
  })
})

test('the shares add up to the whole bar', () => {
  const { used, requested, free, over, beyond } = shape(7, 12.8, 32, 9)
  expect(used + requested + free + over + beyond).toBeCloseTo(100)
})
