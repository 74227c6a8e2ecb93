import { expect, test } from 'vitest'
import { countPlaywright, countVitest, summary } from './report.ts'

const vitestReport = (passed: number, failed: number) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 2,
    numTodoTests: 1,
  })

test('the last line sums up all stages', () => {
  const text = summary([
    { name: 'check', passed: 8, failed: 1, skipped: 0, ms: 1_000 },
    { name: 'unit', passed: 90, failed: 2, skipped: 3, ms: 20_000 },
  ])
  expect(text.split('\n').at(-1)).toBe('98 passed, 3 failed')
  expect(text).toContain('3 skipped')
})

test('vitest: tests are counted, skipped and to-do ones apart', () => {
  expect(countVitest(vitestReport(5, 1), 1)).toEqual({ passed: 5, failed: 1, skipped: 3 })
})

test('a run that fails without a failed test counts as one failure', () => {
  expect(countVitest(vitestReport(5, 0), 1).failed).toBe(1)
  const stats = { expected: 4, unexpected: 0, flaky: 0, skipped: 0 }
  expect(countPlaywright(JSON.stringify({ stats, errors: ['set-up'] }), 1).failed).toBe(1)
})

test('playwright: a flaky test has failed', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
  expect(countPlaywright(JSON.stringify({ stats, errors: [] }), 1)).toEqual({
    passed: 4,
    failed: 2,
    skipped: 2,
  })
})
