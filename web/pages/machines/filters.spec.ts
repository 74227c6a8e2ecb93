import { expect, test } from 'vitest'
import type { Machine } from '../../../contract/machine.ts'
import { optionsFor, testsFor } from './filters.ts'

const machine = (pod: string, zone: string) =>
  ({ pod: { name: pod }, zone: { name: zone } }) as Machine

const unset = { pod: '', zone: '', pool: '', power: '', status: '' }

test('a filter offers what occurs, once', () => {
  const machines = [machine('b', 'north'), machine('a', 'north'), machine('b', 'north')]
  expect(optionsFor('pod', machines, '').map(({ value }) => value)).toEqual(['', 'a', 'b'])
})

test('a chosen value stays offered when its last machine is gone', () => {
  expect(optionsFor('pod', [machine('a', 'north')], 'gone')).toContainEqual({
    value: 'gone',
    label: 'gone',
  })
})

test('all filters that are set must be met', () => {
  const tests = testsFor({ ...unset, pod: 'a', zone: 'north' })
  const met = (each: Machine) => tests.every((isMet) => isMet(each))
  expect(met(machine('a', 'north'))).toBe(true)
  expect(met(machine('a', 'south'))).toBe(false)
})
