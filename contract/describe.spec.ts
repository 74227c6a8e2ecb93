import { expect, test } from 'vitest'
import { describeApi } from './describe.ts'

const description = describeApi('http://podyard.test:5240', 'h')
const named = (name: string) => description.resources.find((resource) => resource.name === name)

test('pods, as a MAAS client looks for them', () => {
  const pods = named('PodsHandler')
  expect(pods).toMatchObject({
    anon: null,
    auth: {
      name: 'PodsHandler',
      path: '/MAAS/api/2.0/pods/',
      uri: 'http://podyard.test:5240/MAAS/api/2.0/pods/',
      params: [],
    },
  })
  expect(
    pods?.auth?.actions.map(({ name, method, op, restful }) => [name, method, op, restful]),
  ).toEqual([
    ['read', 'GET', null, true],
    ['create', 'POST', null, true],
  ])
  expect(named('PodHandler')?.auth).toMatchObject({
    path: '/MAAS/api/2.0/pods/{id}/',
    params: ['id'],
  })
  expect(named('PodHandler')?.auth?.actions.map((action) => action.name)).toEqual([
    'read',
    'update',
    'delete',
    'refresh',
    'parameters',
    'compose',
    'add_tag',
    'remove_tag',
  ])
  // MAAS 3's other name for the same.
  expect(named('VmHostHandler')?.auth).toMatchObject({
    path: '/MAAS/api/2.0/vm-hosts/{id}/',
    params: ['id'],
  })
  expect(named('VmHostHandler')?.auth?.actions.map((action) => action.name)).toEqual(
    named('PodHandler')?.auth?.actions.map((action) => action.name),
  )
})

test('every field has its two lines: newer maas commands take arguments only where they see them', () => {
  const doc = named('PodsHandler')?.auth?.actions.find(({ name }) => name === 'create')?.doc ?? ''
  const [title, blank] = doc.split('\n')
  expect([title, blank]).toEqual(['Create a pod', ''])
  expect(doc).toContain(':param type: Required. Kind of pod: virsh.\n:type type: String\n')
  expect(doc).toMatch(
    /:param cpu_over_commit_ratio: Optional\. CPU .*\n:type cpu_over_commit_ratio: Float\n/,
  )
  const remove = named('PodHandler')?.auth?.actions.find(({ name }) => name === 'delete')?.doc
  expect(remove).toMatch(/\n\n:param decompose: Optional\. .+\n:type decompose: Boolean$/)
})

test('an action that takes any field says so, or newer maas commands would take none', () => {
  const action = named('MachineHandler')?.auth?.actions.find(({ op }) => op === 'set_owner_data')
  expect(action?.doc).toMatch(/\n\n:param key: Optional\. Any name; .+\n:type key: String$/)
})

test('a field without help would be a riddle', () => {
  const lines = JSON.stringify(description).match(/:param \w+: (Required|Optional)\. .?/g) ?? []
  expect(lines.length).toBeGreaterThan(20)
  expect(lines.filter((line) => !/\. \S$/.test(line))).toEqual([])
})

test('without logging in, the version alone is told', () => {
  const open = description.resources.filter((resource) => resource.anon)
  expect(open.map((resource) => resource.anon?.actions.map(({ name }) => name))).toEqual([['read']])
  expect(open[0]?.name).toBe('VersionHandler')
  expect(description.handlers).toContain('AnonVersionHandler')
})
