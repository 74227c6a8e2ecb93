/**
 * Vitest's global set-up: the lab and PostgreSQL, once for the whole run. Workers find them through
 * PODYARD_LAB and PODYARD_TEST_POSTGRES; where those are set already, nothing is started.
 */
import { startLab, whyNoLab } from './lab.ts'
import { startPostgres, whyNoPostgres } from '../postgres.ts'

type Service = {
  name: string
  variable: 'PODYARD_LAB' | 'PODYARD_TEST_POSTGRES'
  whyNot: () => Promise<string | undefined>
  start: () => Promise<{ value: string; stop: () => Promise<void> }>
}

const services: Service[] = [
  {
    name: 'LAB (real libvirt, QEMU and OpenSSH)',
    variable: 'PODYARD_LAB',
    whyNot: whyNoLab,
    start: async () => {
      const lab = await startLab()
      return { value: lab.descriptionPath, stop: lab.stop }
    },
  },
  {
    name: 'POSTGRESQL',
    variable: 'PODYARD_TEST_POSTGRES',
    whyNot: whyNoPostgres,
    start: async () => {
      const { url, stop } = await startPostgres()
      return { value: url, stop }
    },
  },
]

export default async function startServices(): Promise<() => Promise<void>> {
  const outcomes = await Promise.allSettled(services.map(startService))
  const stops = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' && outcome.value ? [outcome.value] : [],
  )
  const stopAll = async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue
    await stopAll()
    throw outcome.reason
  }
  return stopAll
}

async function startService(service: Service): Promise<(() => Promise<void>) | undefined> {
  const { name, variable, whyNot, start } = service
  if (process.env[variable]) return undefined
  const why = await whyNot()
  if (why !== undefined) {
    // A suite that skips says so; and where nobody reads along, it fails.
    if (process.env['CI'] === 'true') throw new Error(`NO ${name}: ${why}`)
    const line = '!'.repeat(78)
    console.warn(`\n${line}\nNO ${name}: ${why}.\nThe suites that need it are SKIPPED.\n${line}\n`)
    return undefined
  }
  const { value, stop } = await start()
  process.env[variable] = value
  return async () => {
    delete process.env[variable]
    await stop()
  }
}
