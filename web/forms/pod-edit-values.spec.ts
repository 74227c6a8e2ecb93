import { expect, test } from 'vitest'
import { changedMeanwhile, podChanges, type PodEditValues, reconnects } from './pod-edit-values.ts'

const base: PodEditValues = {
  zone: 'default',
  pool: 'default',
  tags: 'virtual',
  power_address: 'qemu+ssh://ubuntu@192.168.1.2/system',
  power_pass: '',
  remove_password: false,
  cpu_over_commit_ratio: '1',
  memory_over_commit_ratio: '1',
  default_storage_pool: '',
}

test('what is as it was is not sent', () => {
  expect(podChanges(base, { ...base, cpu_over_commit_ratio: '1.0', zone: 'default' })).toEqual({})
})

test('a ratio is sent as a number', () => {
  const changes = podChanges(base, { ...base, cpu_over_commit_ratio: ' 0.3 ' })
  expect(changes).toEqual({ cpu_over_commit_ratio: 0.3 })
  expect(reconnects(changes)).toBe(false)
})

test('a password is replaced, removed, or left alone', () => {
  expect(podChanges(base, { ...base, power_pass: 'new', remove_password: true })).toEqual({
    power_pass: 'new',
  })
  const removed = podChanges(base, { ...base, remove_password: true })
  expect(removed).toEqual({ power_pass: '' })
  expect(reconnects(removed)).toBe(true)
})

test('all tags can be removed', () => {
  expect(podChanges(base, { ...base, tags: '' })).toEqual({ tags: '' })
})

test('what others changed is told by its label', () => {
  expect(changedMeanwhile(base, { ...base, cpu_over_commit_ratio: '2' })).toEqual([
    { name: 'cpu_over_commit_ratio', label: 'CPU over commit', value: '2' },
  ])
})
