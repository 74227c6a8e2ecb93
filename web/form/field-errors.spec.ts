import { expect, test } from 'vitest'
import { splitFieldErrors } from './field-errors.ts'

const names = ['name', 'description']

test('messages for fields of the form go to the fields', () => {
  expect(splitFieldErrors({ name: ['Taken.', 'Too long.'] }, names)).toEqual({
    onFields: [{ name: 'name', message: 'Taken.' }],
    others: [],
    covered: true,
  })
})

test('messages for anything else are left to the notice', () => {
  const split = splitFieldErrors({ name: ['Taken.'], type: ['Unknown.'] }, names)
  expect(split).toMatchObject({ others: ['type: Unknown.'], covered: false })
})

test('a refusal without field messages is left to the notice', () => {
  expect(splitFieldErrors(undefined, names).covered).toBe(false)
})
