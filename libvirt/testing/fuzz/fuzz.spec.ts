import { describe, expect, it } from 'vitest'
import { describeReport, fuzz } from './fuzz.ts'
import { targets } from './targets.ts'

/** Always the same inputs; `./x fuzz` takes others. */
const SEED = 20_261_122

/** How many, for half a second or so each; those known beforehand always come first. */
const wanted: Record<string, number> = {
  decoder: 60_000,
  'round-trip': 20_000,
  encoder: 6_000,
  rpc: 600,
  streams: 600,
  address: 15_000,
  'host-key': 20_000,
  'private-key': 2_000,
  probe: 2_000,
}

// A hang is found by the run itself, after 20 s; the machine may be busy.
describe('hostile input', { timeout: 60_000 }, () => {
  it.each(targets)('$name', async ({ name, known = [] }) => {
    const module = new URL('targets.ts', import.meta.url)
    const inputs = Math.max(wanted[name] ?? 0, known.length)
    const report = await fuzz({ module, target: name, seed: SEED, inputs, heapMiB: 64 })
    console.log(describeReport(report))
    expect(report.findings).toEqual([])
    expect(report.inputs).toBe(inputs)
    expect(inputs).toBeGreaterThanOrEqual(name === 'bounds' ? 6 : 600)
  })
})
