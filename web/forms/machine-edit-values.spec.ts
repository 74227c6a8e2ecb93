import { expect, test } from 'vitest'
import { machineChanges, machineMeanwhile } from './machine-edit-values.ts'

const base = {
  hostname: 'web1',
  zone: 'default',
  pool: 'default',
  tags: 'virtual',
  description: '',
}

test('what was changed is sent, and that alone', () => {
  expect(machineChanges(base, { ...base, zone: 'north' })).toEqual({ zone: 'north' })
  expect(machineChanges(base, { ...base, hostname: ' web1 ' })).toEqual({})
})

test('what somebody else changed is named', () => {
  expect(machineMeanwhile(base, { ...base, tags: 'virtual, db' })).toEqual([
    { name: 'tags', label: 'Tags', value: 'virtual, db' },
  ])
  expect(machineMeanwhile(base, base)).toEqual([])
})
