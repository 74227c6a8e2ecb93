import type { State } from '../db.ts'
import { basics } from './basics.ts'
import { defaultSeed } from './default.ts'
import { fullSeed } from './full.ts'

/** What the mocked server starts with. `live` is `default` with machines that switch on and off by themselves. */
export const scenarios = {
  default: defaultSeed,
  live: defaultSeed,
  full: fullSeed,
  /** Somebody can log in; no pod was added. */
  empty: () => basics(),
  /** Nobody can: the setup link comes first. */
  setup: () => ({ ...basics(), users: [] }),
} satisfies Record<string, (now: number) => State>

export type Scenario = keyof typeof scenarios

export const isScenario = (name: string | null): name is Scenario =>
  name !== null && Object.hasOwn(scenarios, name)
