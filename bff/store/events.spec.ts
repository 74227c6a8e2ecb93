import { expect, test, describe } from 'vitest'
import { createTestClock } from '../testing/clock.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { peers } from '../testing/stores.ts'
import { openStore } from './store.ts'

describe.each(peers.filter((peer) => peer.available))('events on $name', (peer) => {
  test('are found by what was done, to whom and when', async () => {
    const place = await peer.make()
    const store = await openStore(place.location, createTestClock())
    const podId = await addPodRow(store)
    await addMachineRow(store, podId, 'aaaaaa')
    const add = (action: string, subject: string, username = 'ada') =>
      store.audit.add({ username, action, subject, source_ip: '' })
    await add('zone.create', 'zone pod.x')
    await add('machine.update', 'machine aaaaaa')
    await add('machine.update', 'machine bbbbbb')
    await add('pod.delete', 'pod a', 'eve')
    const subjects = async (query: Partial<Parameters<typeof store.events.query>[0]>) =>
      (await store.events.query({ ofHosts: false, limit: 10, ...query })).map(
        ({ subject }) => subject,
      )
    expect(await subjects({})).toEqual(['pod a', 'machine bbbbbb', 'machine aaaaaa', 'zone pod.x'])
    expect(await subjects({ ofHosts: true, limit: 2 })).toEqual(['pod a', 'machine bbbbbb'])
    expect(await subjects({ machines: { zones: ['default'] } })).toEqual(['machine aaaaaa'])
    expect(await subjects({ machines: { zones: ['default'], hostnames: ['x'] } })).toEqual([])
    expect(await subjects({ usernames: ['eve'] })).toEqual(['pod a'])
    const [, second] = await store.events.query({ ofHosts: false, limit: 10 })
    expect(await subjects({ before: second?.id })).toEqual(['machine aaaaaa', 'zone pod.x'])
    expect(await subjects({ after: second?.id })).toEqual(['pod a'])
    expect(await subjects({ after: 0, limit: 2 })).toEqual(['machine aaaaaa', 'zone pod.x'])
    await store.close()
    await place.remove()
  })
})
