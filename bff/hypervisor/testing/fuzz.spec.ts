import { describe, expect, test } from 'vitest'
import { describeReport, fuzz } from '../../../libvirt/testing/fuzz/fuzz.ts'
import { architecture } from '../derive.ts'
import { targets } from './fuzz-targets.ts'

/** Always the same inputs; `./x fuzz` takes others. */
const seed = 20_261_122

/** How many, for a second or two each; those known beforehand always come first. */
const wanted: Record<string, number> = { xml: 6_000, discovery: 300 }

// A hang is found by the run itself, after 20 s; the machine may be busy.
describe('hostile input', { timeout: 60_000 }, () => {
  test.each(targets)('$name', async ({ name, known = [] }) => {
    const module = new URL('fuzz-targets.ts', import.meta.url)
    const inputs = Math.max(wanted[name] ?? 0, known.length)
    const report = await fuzz({ module, target: name, seed, inputs })
    console.log(describeReport(report))
    expect(report.findings).toEqual([])
    expect(report.inputs).toBe(inputs)
    expect(inputs).toBeGreaterThanOrEqual(20)
  })
})

test.each(['constructor', 'toString', '__proto__'])('an architecture may be called %s', (arch) => {
  expect(architecture(arch)).toBe(`${arch}/generic`)
})
