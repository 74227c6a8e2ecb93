import { expect, test } from 'vitest'
import { retagged, tagNames } from './machine-action-values.ts'

test('tags are parted by commas, each once', () => {
  expect(tagNames(' web, db,,web ,')).toEqual(['web', 'db'])
  expect(tagNames('')).toEqual([])
})

test('tags are added to those that a machine has, and others are taken away', () => {
  const typed = { add_tags: 'db, web', remove_tags: 'old' }
  expect(retagged(['virtual', 'web', 'old'], typed)).toEqual(['virtual', 'web', 'db'])
})
