import { expect, test } from 'vitest'
import { toJson } from './json.ts'

test('ratios and sizes of machines are floats, everything else stays', () => {
  expect(toJson({ id: 1, cpu_over_commit_ratio: 1, memory_over_commit_ratio: 0.5 })).toBe(
    '{"id":1,"cpu_over_commit_ratio":1.0,"memory_over_commit_ratio":0.5}',
  )
  expect(toJson([{ storage: 8000, memory: 1024 }, { storage: 0.25 }])).toBe(
    '[{"storage":8000.0,"memory":1024},{"storage":0.25}]',
  )
  expect(toJson({ checks: [{ storage: 1 }] })).toBe('{"checks":[{"storage":1}]}')
  expect(toJson(null)).toBe('null')
})

test('the input is left as it was', () => {
  const pod = Object.freeze({ cpu_over_commit_ratio: 2 })
  toJson(pod)
  expect(pod).toEqual({ cpu_over_commit_ratio: 2 })
})
