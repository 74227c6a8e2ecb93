import { expect, test } from 'vitest'
import { abilityOf, type ActionTarget } from './targets.ts'

const target = (hostname: string, changes: Partial<ActionTarget> = {}): ActionTarget => ({
  system_id: hostname,
  hostname,
  status: 6,
  locked: false,
  owner: 'admin',
  creation: 'manual',
  domain_state: 'shutoff',
  live: true,
  disk_count: 1,
  tag_names: [],
  ...changes,
})

const admin = { username: 'admin', is_superuser: true }

test('an action is possible for some, and the others are told by their reason', () => {
  const targets = [
    target('off'),
    target('on-1', { domain_state: 'running' }),
    target('away', { live: false }),
    target('on-2', { domain_state: 'running' }),
  ]
  const { able, unable } = abilityOf('power_on', targets, admin)
  expect(able.map(({ hostname }) => hostname)).toEqual(['off'])
  expect(unable).toEqual([
    { label: 'It is on already.', hostnames: ['on-1', 'on-2'] },
    { label: 'Its host cannot be reached.', hostnames: ['away'] },
  ])
})

test('who may not do it is told so', () => {
  const { able, unable } = abilityOf('delete', [target('web')], {
    username: 'viewer',
    is_superuser: false,
  })
  expect(able).toEqual([])
  expect(unable).toEqual([{ label: 'Only admins may.', hostnames: ['web'] }])
})
