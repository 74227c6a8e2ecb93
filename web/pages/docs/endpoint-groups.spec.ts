import { expect, test } from 'vitest'
import { endpoints } from '../../../contract/endpoints.ts'
import { answerOf, findEntry, findGroups } from './endpoint-groups.ts'

const names = (search: string) =>
  findGroups(search).flatMap(({ entries }) => entries.map(({ name }) => name))

test('every endpoint is in one group', () => {
  expect(names('').toSorted()).toEqual(Object.keys(endpoints).toSorted())
  const titles = findGroups('').map(({ title }) => title)
  expect(titles).toEqual(
    expect.arrayContaining(['Pods', 'Pod', 'VM hosts', 'Resource pools', 'Accounts']),
  )
  expect(new Set(titles).size).toBe(titles.length)
})

test('found by text, path, method, op and field, all words at once', () => {
  expect(names('refresh')).toContain('podRefresh')
  expect(names('memory_over_commit_ratio')).toEqual(
    expect.arrayContaining(['podCreate', 'podUpdate']),
  )
  expect(names('DELETE zones')).toEqual(['zoneDelete'])
  expect(names('refresh zones')).toEqual([])
})

test('what an answer holds', () => {
  expect(answerOf(endpoints.zoneList)).toEqual({
    list: true,
    keys: ['id', 'name', 'description', 'resource_uri'],
  })
  expect(answerOf(endpoints.zoneRead)?.list).toBe(false)
  expect(answerOf(endpoints.podDelete)).toBeUndefined()
})

test('an address that leads nowhere leads nowhere', () => {
  expect(findEntry('podCreate')?.title).toBe('Create a pod')
  expect(findEntry('toString')).toBeUndefined()
})
