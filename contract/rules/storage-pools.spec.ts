import { expect, test } from 'vitest'
import { hostNameProblem, inShort } from './host-names.ts'
import {
  isOrphan,
  whyNotDelete,
  whyNotDeleteVolume,
  whyNotRefresh,
  whyNotStart,
  whyNotStop,
} from './storage-pools.ts'

const running = { name: 'maas', state: 'running' } as const
const inactive = { name: 'maas', state: 'inactive' } as const
const web = { hostname: 'web' }

test('what may be done depends on the state and on who uses it', () => {
  expect(whyNotStart(inactive)).toBeUndefined()
  expect(whyNotStart(running)).toContain('active already')
  expect(whyNotStop(running, [])).toBeUndefined()
  expect(whyNotStop(running, [web])).toContain('web')
  expect(whyNotStop(inactive, [])).toContain('not active')
  expect(whyNotRefresh(running)).toBeUndefined()
  expect(whyNotRefresh(inactive)).toContain('Start it')
  expect(whyNotDelete(inactive, [])).toBeUndefined()
  expect(whyNotDelete(running, [web, { hostname: 'db' }])).toContain('web and db')
})

test('a volume goes only when nothing uses it', () => {
  const free = { name: 'a', used_by: [], backs: [] }
  expect(whyNotDeleteVolume(free)).toBeUndefined()
  expect(whyNotDeleteVolume({ ...free, used_by: [web] })).toContain('belongs to web')
  expect(whyNotDeleteVolume({ ...free, backs: ['b.qcow2'] })).toContain('b.qcow2')
})

test.each([
  ['an overlay that nobody boots', { name: 'a.qcow2', backing: '/p/base.img' }, true],
  [
    'a disk of a composed machine',
    { name: '9a3c1f9e-6f4e-4ad4-8f14-a7a0ef7bd7d1', backing: null },
    true,
  ],
  ['an image', { name: 'noble.img', backing: null }, false],
])('%s', (_, volume, orphan) => {
  expect(isOrphan({ ...volume, used_by: [], backs: [] })).toBe(orphan)
  expect(isOrphan({ ...volume, used_by: [web], backs: [] })).toBe(false)
})

test('names of hosts', () => {
  for (const name of ['default', 'vg-fast', 'a.b_c+1', '0'])
    expect(hostNameProblem(name)).toBeUndefined()
  for (const name of ['', '-x', '.x', 'a b', 'a/b', 'a<b', 'é', 'x'.repeat(65)]) {
    expect(hostNameProblem(name)).toBeDefined()
  }
})

test('a list stays readable', () => {
  expect(inShort([])).toBe('')
  expect(inShort(['a'])).toBe('a')
  expect(inShort(['a', 'b', 'c'])).toBe('a, b and c')
  expect(inShort(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
})
