import { describe, expect, it } from 'vitest'
import { describeReport, fuzz } from './fuzz.ts'
import { targets } from './targets.ts'

/** Always the same inputs; `./x fuzz` takes others. */
const SEED = 20_261_122

/** How many, for a second or so each; what is known by name comes on top. */
const inputs: Record<string, number> = {
  framer: 30_000,
  decoder: 120_000,
  'round-trip': 40_000,
  encoder: 10_000,
  rpc: 3_000,
  address: 50_000,
  'host-key': 50_000,
  'private-key': 2_000,
  probe: 5_000,
}

describe('hostile input', () => {
  it.each(targets.map(({ name }) => name))('%s', async (target) => {
    const wanted = inputs[target] ?? 0
    const module = new URL('targets.ts', import.meta.url)
    const report = await fuzz({ module, target, seed: SEED, inputs: wanted })
    console.log(describeReport(report))
    expect(report.findings).toEqual([])
    expect(report.inputs).toBeGreaterThanOrEqual(Math.max(wanted, 1_000))
  })
})
