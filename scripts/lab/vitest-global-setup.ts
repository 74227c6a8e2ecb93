/** Starts the lab once for a whole vitest run and names it in PODYARD_LAB for the workers. */
import { startLab, whyNoLab } from './lab.ts'

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Already running: `./x test` and `./x lab` start it themselves.
  if (process.env['PODYARD_LAB']) return undefined
  const why = await whyNoLab()
  if (why !== undefined) {
    const message = `NO LAB: ${why}. Suites against a real libvirt`
    if (process.env['CI'] === 'true') throw new Error(`${message} must not be skipped in CI.`)
    console.warn(`\n${'!'.repeat(78)}\n${message} are SKIPPED.\n${'!'.repeat(78)}\n`)
    return undefined
  }
  const lab = await startLab()
  process.env['PODYARD_LAB'] = lab.descriptionPath
  return async () => {
    delete process.env['PODYARD_LAB']
    await lab.stop()
  }
}
