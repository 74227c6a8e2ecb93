import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capacity, fits, parseRatio, roomFor } from './overcommit.ts'

describe('the worked examples', () => {
  test.each([
    [8, 1, 8],
    [8, 0.5, 4],
    [32, 10, 320],
    [128, 5.5, 704],
    [100, 0.29, 29],
  ])('%d x %d = %d', (physical, ratio, limit) => {
    expect(capacity(physical, ratio, 0).limit).toBe(limit)
  })

  test('4 cores and 12 GB hold four machines of 2 cores and 4 GB only with ratios of 2 and 4/3', () => {
    const size = { cores: 2, memoryMiB: 4096 }
    const room = (cpu: number, memory: number) =>
      roomFor(size, capacity(4, cpu, 0), capacity(12 * 1024, memory, 0)).count
    expect(room(2, 4 / 3)).toBe(4)
    expect(room(1.9, 4 / 3)).toBe(3)
    expect(room(2, 1.33)).toBe(3)
    expect(room(1, 1)).toBe(2)
  })
})

test('a pod can be filled to its limit and no further', () => {
  const cores = capacity(8, 0.5, 3)
  expect(fits(cores, 1)).toBe(true)
  expect(fits(cores, 2)).toBe(false)
})

test('ratio 0 leaves no room', () => {
  expect(fits(capacity(8, 0, 0), 1)).toBe(false)
})

test('a limit below what is allocated shows as negative free', () => {
  expect(capacity(8, 0.5, 6).free).toBe(-2)
})

test('one machine may not exceed the physical host, whatever the ratio', () => {
  expect(roomFor({ cores: 9, memoryMiB: 1 }, capacity(8, 10, 0), capacity(1024, 10, 0))).toEqual({
    count: 0,
    bound: 'host',
  })
})

describe('what a ratio may be', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['0.3', 0.3],
    [1, 1],
    [' 4.6 ', 4.6],
    ['10', 10],
    ['1e1', 10],
    ['.5', 0.5],
  ])('%j is %d', (written, value) => {
    expect(parseRatio(written)).toEqual({ ok: true, value })
  })

  test.each([
    ['-0.1', 'Ensure this value is greater than or equal to 0.'],
    ['10.1', 'Ensure this value is less than or equal to 10.'],
    ['abc', 'Enter a number.'],
    ['nan', 'Enter a number.'],
    ['inf', 'Enter a number.'],
    ['Infinity', 'Enter a number.'],
    ['0x1', 'Enter a number.'],
    [Number.NaN, 'Enter a number.'],
    [true, 'Enter a number.'],
    ['', 'This field is required.'],
    ['  ', 'This field is required.'],
    [null, 'This field is required.'],
  ])('%j is refused: %s', (written, message) => {
    expect(parseRatio(written)).toEqual({ ok: false, message })
  })

  test('nonsense of any length is refused in no time', () => {
    const started = performance.now()
    expect(parseRatio(`${'1'.repeat(500_000)}x`).ok).toBe(false)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('every float from 0 to 10 survives being written and read', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), (value) => {
        expect(parseRatio(String(value))).toEqual({ ok: true, value: value === 0 ? 0 : value })
      }),
    )
  })
})

test('roomFor never overfills and never stops early', () => {
  const count = fc.integer({ min: 1, max: 512 })
  const ratio = fc.double({ min: 0, max: 10, noNaN: true })
  fc.assert(
    fc.property(count, ratio, count, count, (physical, r, allocated, each) => {
      const cores = capacity(physical, r, allocated)
      const memory = capacity(1e9, 10, 0)
      if (each > physical) return
      const { count: n } = roomFor({ cores: each, memoryMiB: 1 }, cores, memory)
      if (n > 0) expect(fits(cores, n * each)).toBe(true)
      expect(fits(cores, (n + 1) * each)).toBe(false)
    }),
  )
})
