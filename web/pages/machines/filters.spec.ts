import { expect, test } from 'vitest'
import { optionsFor } from './filters.ts'
import { machineListQuery } from './machine-list.ts'

test('a filter offers what occurs, and how often', () => {
  const counted = [
    { value: 'a', count: 1 },
    { value: 'b', count: 20 },
  ]
  expect(optionsFor('pod', counted, '')).toEqual([
    { value: '', label: 'All pods' },
    { value: 'a', label: 'a (1)' },
    { value: 'b', label: 'b (20)' },
  ])
})

test('a chosen value stays offered when its last machine is gone', () => {
  expect(optionsFor('pod', [], 'gone')).toContainEqual({ value: 'gone', label: 'gone (0)' })
})

test('nobody is somebody in the address, and an empty name to the server', () => {
  const [, nobody] = optionsFor('owner', [{ value: '', count: 3 }], '')
  expect(nobody?.label).toBe('Nobody (3)')
  const params = new URLSearchParams({ owner: nobody?.value ?? '' })
  expect(machineListQuery(params)).toEqual({ owner: '' })
})

test('the address says what is asked for; what is fixed cannot be changed by it', () => {
  const params = new URLSearchParams('q=web&sort=-cores&power=on&pod=other&zone=&page=2')
  expect(machineListQuery(params, { pod: 7 })).toEqual({
    q: 'web',
    sort: '-cores',
    power_state: 'on',
    pod: 7,
  })
})
