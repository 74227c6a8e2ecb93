import { expect, test } from 'vitest'
import { PodCreate } from './pod.ts'
import { MachineFilters } from './machine.ts'

const messages = (input: unknown) =>
  Object.fromEntries(
    (PodCreate.safeParse(input).error?.issues ?? []).map((issue) => [
      issue.path.join('.'),
      issue.message,
    ]),
  )

const least = { type: 'virsh', power_address: 'qemu:///system' }

test('a form as it comes from a script, all text', () => {
  expect(
    PodCreate.parse({
      ...least,
      tags: 'a, b,a',
      cpu_over_commit_ratio: '0.3',
      memory_over_commit_ratio: '4.6',
      power_pass: ' kept as typed ',
    }),
  ).toEqual({
    ...least,
    tags: ['a', 'b'],
    cpu_over_commit_ratio: 0.3,
    memory_over_commit_ratio: 4.6,
    power_pass: ' kept as typed ',
  })
})

test('refusals use MAAS’s words', () => {
  expect(messages({})).toEqual({
    type: 'This field is required.',
    power_address: 'This field is required.',
  })
  expect(messages({ ...least, type: 'bogus' })).toEqual({
    type: 'Select a valid choice. bogus is not one of the available choices.',
  })
  expect(
    messages({ ...least, cpu_over_commit_ratio: '10.1', memory_over_commit_ratio: '' }),
  ).toEqual({
    cpu_over_commit_ratio: 'Ensure this value is less than or equal to 10.',
    memory_over_commit_ratio: 'This field is required.',
  })
  expect(messages({ ...least, name: 'x'.repeat(256) })).toEqual({
    name: 'Ensure this value has at most 255 characters (it has 256).',
  })
})

test('a filter may be one value or many', () => {
  expect(MachineFilters.parse({ pod: '1', zone: ['a', 'b'], limit: '50' })).toEqual({
    pod: ['1'],
    zone: ['a', 'b'],
    limit: 50,
  })
})

test.each([
  ['a,b\0', 'Null characters are not allowed.'],
  [['a', 'x'.repeat(256)], 'Ensure that each has at most 255 characters.'],
])('names that a database could not hold: %j', (tags, message) => {
  expect(messages({ ...least, tags })).toEqual({ tags: message })
})
