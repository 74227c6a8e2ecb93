import { expect, test } from 'vitest'
import { somePod } from '../../../forms/testing/some-pod.ts'
import { composeEntries, type Entry, findEntries } from './entries.ts'

const entry = (label: string, words = ''): Entry => ({
  id: label,
  label,
  detail: 'Pod',
  icon: 'system',
  words,
  run: () => {},
})

const entries = [entry('yard-web'), entry('web-yard'), entry('db', 'qemu+ssh://u@192.0.2.7/system')]
const found = (search: string) => findEntries(entries, search).map(({ label }) => label)

test('names that begin with the search come first', () => {
  expect(found('web')).toEqual(['web-yard', 'yard-web'])
})

test('addresses are found too', () => {
  expect(found('192.0.2')).toEqual(['db'])
})

test('without a search everything is offered, up to a limit', () => {
  expect(found('')).toHaveLength(3)
  const many = Array.from({ length: 500 }, (_, index) => entry(`pod-${index}`))
  expect(findEntries(many, 'pod')).toHaveLength(50)
})

test('a machine can be composed where there is room', () => {
  const gone: string[] = []
  const pods = [somePod(), somePod({ id: 8, name: 'kvm2', cpu_over_commit_ratio: 0 })]
  const offered = composeEntries(pods, (path) => gone.push(path))
  expect(offered.map(({ label }) => label)).toEqual(['Compose machine on kvm1'])
  offered[0]?.run()
  expect(gone).toEqual(['/pods/7/compose'])
})
