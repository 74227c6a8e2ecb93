import { expect, test } from 'vitest'
import { deletion, release } from './consequences.ts'
import type { ActionTarget } from './targets.ts'

const target = (
  hostname: string,
  creation: ActionTarget['creation'],
  disk_count = 1,
): ActionTarget => ({
  system_id: hostname,
  hostname,
  status: 4,
  locked: false,
  owner: '',
  creation,
  domain_state: 'shutoff',
  live: true,
  disk_count,
  tag_names: [],
})

test('deleting what Podyard made says which disks go with it', () => {
  expect(deletion([target('web', 'manual', 2)])).toEqual([
    'web is stopped and deleted from the pod with its 2 disks. This cannot be undone.',
  ])
})

test('deleting what was there before only forgets it', () => {
  const [only, ...more] = deletion([target('old', 'pre_existing')])
  expect(only).toContain('Podyard only forgets old')
  expect(more).toEqual([])
})

test('both together are told apart', () => {
  const sentences = deletion([
    target('a', 'manual'),
    target('b', 'dynamic', 2),
    target('c', 'pre_existing'),
  ])
  expect(sentences[0]).toMatch(
    /^2 machines are stopped and deleted from the pod with their 3 disks/,
  )
  expect(sentences[1]).toContain('forgets c')
})

test('releasing keeps what was composed by hand and deletes what was composed on request', () => {
  expect(release([target('kept', 'manual')])).toEqual([
    'It is switched off if it is on; then anybody may acquire it.',
  ])
  expect(release([target('gone', 'dynamic')])[0]).toContain('is deleted with its disk')
})
