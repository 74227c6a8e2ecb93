import { expect, test } from 'vitest'
import type { Pod } from '../pod.ts'
import { whyNotCompose } from './pod-can.ts'

type Facts = {
  state?: Pod['podyard']['connection']['state']
  last_seen?: string | null
  cpu?: number
  memory?: number
  usedCores?: number
  usedMemory?: number
  poolState?: 'running' | 'inactive'
}

/** As much of a pod as is looked at. */
const pod = (facts: Facts): Pod =>
  ({
    total: { cores: 8, memory: 16_384 },
    used: { cores: facts.usedCores ?? 0, memory: facts.usedMemory ?? 0 },
    cpu_over_commit_ratio: facts.cpu ?? 1,
    memory_over_commit_ratio: facts.memory ?? 1,
    podyard: {
      connection: {
        state: facts.state ?? 'connected',
        last_seen: facts.last_seen === undefined ? '2026-01-01T00:00:00.000Z' : facts.last_seen,
      },
      storage_pools: [{ state: facts.poolState ?? 'running', available: 1, promised: 0 }],
    },
  }) as unknown as Pod

test.each<[Facts, RegExp | null]>([
  [{}, null],
  [{ last_seen: null }, /not reached yet/],
  [{ state: 'unreachable' }, /cannot be reached/],
  [{ cpu: 0 }, /CPU over commit is 0/],
  [{ memory: 0 }, /Memory over commit is 0/],
  [{ usedCores: 7 }, null],
  [{ usedCores: 8 }, /no CPU core is free/],
  [{ usedCores: 8, cpu: 1.125 }, null],
  [{ usedMemory: 15_360 }, null],
  [{ usedMemory: 15_361 }, /too little memory/],
  [{ poolState: 'inactive' }, /no active storage pool/],
])('%j', (facts, reason) => {
  const said = whyNotCompose(pod(facts))
  if (reason) expect(said).toMatch(reason)
  else expect(said).toBeNull()
})
