import type { StoragePoolFacts } from '../facts.ts'
import { storagePoolState } from './derive.ts'
import type { PoolPulse } from './port.ts'
import { isRefused, type Answer, type DescribedPool } from './waves.ts'
import { readPoolXml } from './xml/pool.ts'
import { orNull } from './xml/scan.ts'

type Info = { state: number; capacity: number; allocation: number; available: number }

/** Figures of a pool that is not running are what they last were, which nobody can use: unknown. */
function poolFigures(info: Answer<Info>): Omit<PoolPulse, 'uuid'> {
  const unknown = { capacityBytes: null, allocationBytes: null, availableBytes: null }
  if (isRefused(info)) return { state: 'inaccessible', ...unknown }
  const state = storagePoolState(info.state)
  if (state !== 'running' && state !== 'degraded') return { state, ...unknown }
  return {
    state,
    capacityBytes: info.capacity,
    allocationBytes: info.allocation,
    availableBytes: info.available,
  }
}

export const poolPulse = ({ uuid }: { uuid: string }, info: Answer<Info>): PoolPulse => ({
  uuid,
  ...poolFigures(info),
})

export function poolFacts({ pool, info, xml, autostart }: DescribedPool): StoragePoolFacts {
  return {
    uuid: pool.uuid,
    name: pool.name,
    ...((isRefused(xml) ? null : readOrNull(xml)) ?? { type: '', path: null }),
    autostart: isRefused(autostart) ? false : autostart,
    ...poolFigures(info),
  }
}

const readOrNull = orNull(readPoolXml)
