import { expect, test } from 'vitest'
import { eventTime } from './machine-events.ts'

test('the time of an event is read as UTC', () => {
  expect(eventTime('Sun, 22 Nov. 2026 16:04:05')).toBe('2026-11-22T16:04:05.000Z')
  expect(eventTime('Fri, 01 May. 2026 00:00:00')).toBe('2026-05-01T00:00:00.000Z')
})
