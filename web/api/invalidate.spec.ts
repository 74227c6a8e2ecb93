import { expect, test } from 'vitest'
import { staleKeys } from './invalidate.ts'

test('a changed pod makes its list and itself old', () => {
  const keys = staleKeys({ topic: 'pod', action: 'updated', key: '7', pod_id: null })
  expect(keys).toContainEqual(['podList'])
  expect(keys).toContainEqual(['podRead', { id: 7 }])
  expect(keys).toContainEqual(['volumeList', { id: 7 }])
})

test('a machine takes its pod along, whose figures it changes', () => {
  const keys = staleKeys({ topic: 'machine', action: 'created', key: 'abc123', pod_id: 7 })
  expect(keys).toContainEqual(['machineRead', { system_id: 'abc123' }])
  expect(keys).toContainEqual(['podRead', { id: 7 }])
})

test('a new zone touches no pod, a renamed one all of them', () => {
  const change = { topic: 'zone', key: 'north', pod_id: null } as const
  expect(staleKeys({ ...change, action: 'created' })).not.toContainEqual(['podList'])
  expect(staleKeys({ ...change, action: 'updated' })).toContainEqual(['podList'])
})
