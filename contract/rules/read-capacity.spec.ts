import { expect, test } from 'vitest'
import type { Pod } from '../pod.ts'
import { readCapacity } from './read-capacity.ts'

/** As much of a pod as is looked at. */
const pod = (id: number, state: 'connected' | 'unreachable'): Pod =>
  ({
    id,
    name: `kvm${id}`,
    total: { cores: 8, memory: 16_384 },
    used: { cores: 0, memory: 0 },
    cpu_over_commit_ratio: 1,
    memory_over_commit_ratio: 1,
    podyard: {
      connection: { state, last_seen: '2026-01-01T00:00:00.000Z' },
      storage_pools: [
        { id: 'a', name: 'images', state: 'running', available: 1e12, promised: 0, default: true },
      ],
    },
  }) as unknown as Pod

const ask = { cores: 2, memory: 1024, storage: undefined, count: 6, pod: undefined }

test('nothing is placed on a host that is away', () => {
  const answer = readCapacity(ask, [pod(1, 'unreachable'), pod(2, 'connected')])
  expect(answer).toMatchObject({
    ok: true,
    value: {
      count: 6,
      placed: 4,
      pods: [
        { id: 2, room: 4, bound: 'cores', placed: 4 },
        { id: 1, room: 0, bound: 'unknown', reason: 'Its host cannot be reached.', placed: 0 },
      ],
    },
  })
})

test('only the pods that are asked for', () => {
  const answer = readCapacity({ ...ask, pod: ['2'] }, [pod(1, 'connected'), pod(2, 'connected')])
  expect(answer).toMatchObject({ ok: true, value: { placed: 4, pods: [{ id: 2 }] } })
})
