import { expect, test } from 'vitest'
import { type Bundle, type BundleMachine, type BundlePod, bundleVersion } from '../bundle.ts'
import { type Current, type CurrentMachine, importRows, planImport } from './import-plan.ts'

const address = 'qemu+ssh://ubuntu@192.0.2.1/system'
const mac = '52:54:00:aa:00:01'

const bundle = (more: Partial<Bundle> = {}): Bundle => ({
  podyard_bundle: bundleVersion,
  zones: [],
  resource_pools: [],
  tags: [],
  pods: [],
  machines: [],
  ...more,
})
const pod = (more: Partial<BundlePod> = {}): BundlePod => ({
  name: 'plover',
  type: 'virsh',
  power_address: address,
  power_pass: 'sesame',
  zone: 'default',
  pool: 'default',
  tags: [],
  cpu_over_commit_ratio: 1,
  memory_over_commit_ratio: 1,
  default_storage_pool: null,
  ...more,
})
const machine = (more: Partial<BundleMachine> = {}): BundleMachine => ({
  hostname: 'web-1',
  owner: '',
  pod: 'plover',
  mac_addresses: [mac.toUpperCase()],
  zone: 'default',
  pool: 'default',
  tags: ['virtual'],
  ...more,
})
const here: CurrentMachine = {
  system_id: 'abc123',
  hostname: 'vm-1',
  owner: '',
  zone: 'default',
  pool: 'default',
  tags: ['virtual'],
  power_address: address,
  mac_addresses: [mac],
}
const current = (more: Partial<Current> = {}): Current => ({
  zones: new Set(['default']),
  resourcePools: new Set(['default']),
  tags: new Set(['virtual']),
  users: new Set(['ada']),
  pods: [],
  machines: [],
  addressProblem: () => undefined,
  ...more,
})
const withPod = (...machines: CurrentMachine[]) =>
  current({ pods: [{ name: 'plover', power_address: address }], machines })

const actions = (from: Bundle, to = current()) =>
  importRows(planImport(from, to)).map(({ name, action }) => [name, action])
const only = (from: Bundle, to = current()) => importRows(planImport(from, to))[0]

test('groups and tags are told apart by name', () => {
  const names = ['default', 'north', 'north', '#7'].map((name) => ({ name, description: '' }))
  const tags = ['virtual', 'big', 'rack 7'].map((name) => ({ name, comment: '', definition: '' }))
  expect(actions(bundle({ zones: names, resource_pools: names, tags }))).toEqual([
    ['default', 'exists'],
    ['north', 'create'],
    ['#7', 'cannot'],
    ['default', 'exists'],
    ['north', 'create'],
    ['#7', 'cannot'],
    ['virtual', 'exists'],
    ['big', 'create'],
    ['rack 7', 'cannot'],
  ])
})

test('a tag comes without its definition, and says so', () => {
  const tags = [{ name: 'big', comment: '', definition: '//node' }]
  expect(only(bundle({ tags }))?.why).toContain('Without its definition')
})

test('pods are told apart by address', () => {
  const there = current({ pods: [{ name: 'old', power_address: address }] })
  expect(only(bundle({ pods: [pod()] }), there)).toMatchObject({
    action: 'exists',
    why: 'Here it is called old.',
  })
  const other = current({ pods: [{ name: 'plover', power_address: 'qemu:///system' }] })
  expect(only(bundle({ pods: [pod()] }), other)).toMatchObject({
    action: 'cannot',
    why: expect.stringContaining('has this name here'),
  })
  expect(actions(bundle({ pods: [pod(), pod({ name: 'twin' })] }))).toEqual([
    ['plover', 'create'],
    ['twin', 'exists'],
  ])
})

test.each([
  [{ type: 'lxd' }, 'LXD'],
  [{ type: 'rsd' }, 'Rack Scale'],
  [{ type: 'novel' }, 'novel'],
  [{ cpu_over_commit_ratio: 12 }, '12 is not within'],
  [{ tags: ['a,b'] }, 'comma'],
])('a pod with %j cannot be brought', (more, words) => {
  expect(only(bundle({ pods: [pod(more)] }))).toMatchObject({
    action: 'cannot',
    why: expect.stringContaining(words),
  })
})

test('nor can one whose address cannot be one', () => {
  const strict = current({ addressProblem: () => 'No options.' })
  expect(only(bundle({ pods: [pod()] }), strict)).toMatchObject({
    action: 'cannot',
    why: 'No options.',
  })
})

test('a pod goes to default where its zone cannot be brought, and to one that comes with it', () => {
  const zones = ['#7', 'north'].map((name) => ({ name, description: '' }))
  const [lost, kept] = planImport(
    bundle({
      zones,
      pods: [pod({ zone: '#7' }), pod({ name: 'b', power_address: 'b', zone: 'north' })],
    }),
    current(),
  ).pods
  expect([lost?.make?.zone, kept?.make?.zone]).toEqual(['default', 'north'])
  expect(lost?.row.why).toContain('Its zone #7 cannot be brought')
})

test('a machine is found by its MAC on its pod, and gets what it was', () => {
  const plan = planImport(
    bundle({
      pods: [pod()],
      machines: [machine({ hostname: 'Web-1', owner: 'ada', tags: ['virtual', 'web'] })],
    }),
    withPod(here),
  )
  expect(plan.machines[0]?.make).toEqual({
    system_id: 'abc123',
    hostname: 'web-1',
    owner: 'ada',
    tags: ['virtual', 'web'],
  })
  const elsewhere = { ...here, power_address: 'qemu:///system' }
  const from = bundle({ pods: [pod()], machines: [machine()] })
  expect(planImport(from, withPod(elsewhere)).machines[0]).toMatchObject({
    row: { action: 'cannot' },
  })
})

test('what cannot be given to a machine is said', () => {
  const from = bundle({ pods: [pod()], machines: [machine({ owner: 'gone' })] })
  const taken = { ...here, system_id: 'def456', hostname: 'web-1', mac_addresses: [] }
  const [planned] = planImport(from, withPod(here, taken)).machines
  expect(planned).toEqual({
    row: {
      kind: 'machine',
      name: 'web-1',
      action: 'exists',
      why: 'Another machine has its name here. Its owner gone has no account here.',
      fix: null,
    },
  })
})

test('machines of no pod, or of one that cannot come, stay', () => {
  const machines = [machine({ pod: null }), machine({ pod: 'lxd' }), machine()]
  const pods = [pod(), pod({ name: 'lxd', type: 'lxd' })]
  const rows = importRows(planImport(bundle({ pods, machines }), current()))
  expect(rows.slice(2).map(({ action }) => action)).toEqual(['cannot', 'cannot', 'update'])
})

test('what was brought needs nothing more', () => {
  const from = bundle({ pods: [pod()], machines: [machine({ owner: 'ada' })] })
  const done = { ...here, hostname: 'web-1', owner: 'ada' }
  expect(actions(from, withPod(done))).toEqual([
    ['plover', 'exists'],
    ['web-1', 'exists'],
  ])
})
