import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DomainState, machineStatuses, type MachineStatus } from '../machine.ts'
import { type MachineAction, machineActions, type MachineSituation, whyNot } from './machine-can.ts'

const ada = { username: 'ada', is_superuser: true }
const eve = { username: 'eve', is_superuser: false }

const machine = (more: Partial<MachineSituation> = {}): MachineSituation => ({
  system_id: 'aaaaaa',
  hostname: 'web-1',
  status: 10,
  locked: false,
  owner: 'eve',
  creation: 'manual',
  domain_state: 'shutoff',
  live: true,
  ...more,
})

const statuses = Object.keys(machineStatuses).map(Number) as MachineStatus[]
const nameOf = (status: MachineStatus) => machineStatuses[status]

describe('the statuses in which each is possible, for an admin', () => {
  const possible = (action: MachineAction) =>
    statuses
      .filter((status) => {
        const domain_state = action === 'power_off' ? 'running' : 'shutoff'
        const owner = action === 'acquire' ? '' : 'eve'
        return whyNot(action, machine({ status, domain_state, owner }), ada) === null
      })
      .map(nameOf)

  test.each<[MachineAction, string]>([
    ['commission', 'New, Failed commissioning, Ready, Broken, Failed testing'],
    ['acquire', 'Ready'],
    ['deploy', 'Ready, Allocated'],
    [
      'release',
      'Reserved, Deployed, Broken, Deploying, Allocated, Failed deployment, Releasing failed',
    ],
    ['abort', 'Commissioning, Deploying, Releasing, Testing'],
    ['mark_fixed', 'Broken'],
  ])('%s: %s', (action, names) => {
    expect(possible(action).join(', ')).toBe(names)
  })

  test.each<MachineAction>(['update', 'delete', 'lock'])('%s: any', (action) => {
    expect(possible(action)).toEqual(statuses.map(nameOf))
  })
})

describe('MAAS’s words', () => {
  test.each<[MachineAction, Partial<MachineSituation>, string]>([
    ['deploy', { status: 0 }, "Can't deploy a machine that is in the 'New' state"],
    ['release', { status: 0 }, "Machine cannot be released in its current state ('New')."],
    ['power_on', { owner: '', status: 4 }, "Can't start node: it hasn't been allocated."],
    ['abort', {}, 'Cannot abort in current state: node aaaaaa is in state Allocated.'],
    ['mark_fixed', {}, "Can't mark a non-broken node as 'Ready'."],
    ['commission', {}, 'Commission is not available because of the current state of the node.'],
  ])('%s %j', (action, more, message) => {
    expect(whyNot(action, machine(more), ada)).toMatchObject({ code: 'wrong_state', message })
  })
})

describe('whose it is', () => {
  test('a holder may what admins may, but for what is theirs alone', () => {
    for (const action of machineActions) {
      const theirs = ['commission', 'mark_fixed', 'update', 'delete'].includes(action)
      const refusal = whyNot(action, machine(), eve)
      if (theirs) expect(refusal).toMatchObject({ code: 'forbidden', label: 'Only admins may.' })
      else expect(refusal).toEqual(whyNot(action, machine(), ada))
    }
  })

  test('somebody else may nothing', () => {
    const other = machine({ owner: 'ada', status: 6 })
    for (const action of machineActions) {
      const code = action === 'acquire' ? 'wrong_state' : 'forbidden'
      expect(whyNot(action, other, eve)?.code).toBe(code)
    }
  })

  test('what nobody holds can be taken or deployed, and is the admins’ otherwise', () => {
    const free = machine({ owner: '', status: 4, domain_state: 'running' })
    const may = (who: typeof ada) => machineActions.filter((each) => !whyNot(each, free, who))
    expect(may(eve)).toEqual(['acquire', 'deploy'])
    expect(may(ada)).toEqual([
      'commission',
      'acquire',
      'deploy',
      'power_off',
      'test',
      'mark_broken',
      'lock',
      'update',
      'delete',
    ])
  })

  test('an admin switches on what was there before and nobody holds', () => {
    const found = machine({ owner: '', status: 4, creation: 'pre_existing' })
    expect(whyNot('power_on', found, ada)).toBeNull()
    expect(whyNot('power_on', found, eve)?.message).toContain('allocated')
  })
})

test('a lock leaves nothing but unlocking', () => {
  const locked = machine({ locked: true, domain_state: 'paused', status: 6 })
  for (const action of machineActions) {
    const refusal = whyNot(action, locked, ada)
    if (action === 'unlock') expect(refusal).toBeNull()
    else expect(refusal?.code).toBe(action === 'lock' ? 'no_effect' : 'locked')
  }
})

test('what is so already is no refusal of the API', () => {
  const already = (action: MachineAction, more: Partial<MachineSituation>) =>
    whyNot(action, machine(more), ada)?.code
  expect(already('power_on', { domain_state: 'running' })).toBe('no_effect')
  expect(already('power_on', { domain_state: 'paused' })).toBeUndefined()
  expect(already('power_off', {})).toBe('no_effect')
  expect(already('release', { status: 4, owner: '' })).toBe('no_effect')
  expect(already('release', { status: 12 })).toBe('no_effect')
  expect(already('unlock', {})).toBe('no_effect')
  expect(already('mark_broken', { status: 8 })).toBe('no_effect')
})

test('while its host is away, only what needs no host', () => {
  const may = (more: Partial<MachineSituation>) =>
    statuses.flatMap((status) =>
      machineActions.filter(
        (action) => !whyNot(action, machine({ status, live: false, ...more }), ada),
      ),
    )
  const host = new Set(['power_on', 'power_off', 'commission', 'deploy', 'test'])
  expect(may({}).filter((action) => host.has(action))).toEqual([])
  expect(may({})).toContain('release')
  expect(may({})).not.toContain('delete')
  expect(may({ creation: 'pre_existing' })).toContain('delete')
  expect(may({ domain_state: 'running' })).not.toContain('release')
  expect(may({ creation: 'dynamic' })).not.toContain('release')
})

const anything: fc.Arbitrary<MachineSituation> = fc.record({
  system_id: fc.constant('aaaaaa'),
  hostname: fc.constant('web-1'),
  status: fc.constantFrom(...statuses),
  locked: fc.boolean(),
  owner: fc.constantFrom('', 'eve', 'ada', 'bob'),
  creation: fc.constantFrom('pre_existing' as const, 'manual' as const, 'dynamic' as const),
  domain_state: fc.constantFrom(...DomainState.options),
  live: fc.boolean(),
})

test('every refusal says why, and no right is lost by becoming an admin', () => {
  fc.assert(
    fc.property(anything, fc.constantFrom(...machineActions), (situation, action) => {
      const refusal = whyNot(action, situation, eve)
      if (refusal) {
        expect(refusal.message).toMatch(/^[\w'].{8,}[.)e]$/)
        expect(refusal.label).toMatch(/^\w.+\.$/)
        expect(`${refusal.message}${refusal.label}`).not.toContain('undefined')
      } else {
        expect(whyNot(action, situation, { ...eve, is_superuser: true })).toBeNull()
      }
    }),
  )
})
