import { expect, test } from 'vitest'
import type { MachineSummary } from '../../../../contract/machine-page.ts'
import { machineActionEntries, machineWords } from './machine-action-entries.ts'

const machine = (hostname: string, domain_state: 'running' | 'shutoff') =>
  ({
    system_id: hostname,
    hostname,
    fqdn: `${hostname}.maas`,
    status: 6,
    locked: false,
    owner: 'admin',
    pod: { id: 1, name: 'yard' },
    creation: 'manual',
    domain_state,
    live: true,
  }) as MachineSummary

const machines = [machine('web1', 'running'), machine('web2', 'shutoff'), machine('db', 'running')]

const found = (search: string, current?: string) => {
  const went: string[] = []
  const entries = machineActionEntries(search, {
    machines,
    caller: { username: 'admin', is_superuser: true },
    current,
    go: (path) => went.push(path),
  })
  for (const entry of entries) entry.run()
  return { labels: entries.map(({ label }) => label), went }
}

test('an action and the beginning of a name lead to the dialog of each machine that it is possible for', () => {
  const { labels, went } = found('Power off web')
  expect(labels).toEqual(['Power off web1'])
  expect(went).toEqual(['/machines/web1?action=power-off'])
})

test('without an action nothing is offered for ten thousand machines', () => {
  expect(found('web').labels).toEqual([])
})

test('on the page of a machine all that can be done with it is offered', () => {
  const { labels } = found('', 'db')
  expect(labels).toContain('Release db')
  expect(labels).not.toContain('Power on db')
})

test.each([
  ['web', 'web'],
  ['Power off web 1', 'web 1'],
  ['power off', 'power off'],
  [' ', ''],
])('of %j the server is asked for %j', (search, words) => {
  expect(machineWords(search)).toBe(words)
})
