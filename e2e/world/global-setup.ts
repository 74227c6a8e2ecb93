import type { FullConfig } from '@playwright/test'
import { build, preview } from 'vite'
import { startLab, whyNoLab } from '../../scripts/lab/lab.ts'
import { mocksUrl } from './mocks-world.ts'

/** Starts what the chosen projects need, once: the UI on its mocks, real hosts, or both. */
export default async function setup(config: FullConfig): Promise<() => Promise<void>> {
  const chosen = chosenProjects(config)
  const stops: (() => Promise<void>)[] = []
  if (chosen.includes('mocks')) stops.push(await startMockedUi())
  if (chosen.includes('real') && !process.env['PODYARD_LAB']) {
    const why = await whyNoLab()
    if (why !== undefined) throw new Error(`No real hosts: ${why}`)
    const lab = await startLab()
    process.env['PODYARD_LAB'] = lab.descriptionPath
    stops.push(lab.stop)
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** Playwright tells the set-up about every project, chosen or not. */
function chosenProjects(config: FullConfig): string[] {
  const named = process.argv.flatMap((argument, index) => {
    if (argument.startsWith('--project=')) return [argument.slice('--project='.length)]
    return argument === '--project' ? [process.argv[index + 1] ?? ''] : []
  })
  return named.length > 0 ? named : config.projects.map((project) => project.name)
}

/** Built once, then served as it is: a spec waits for the product, never for a bundler. */
async function startMockedUi(): Promise<() => Promise<void>> {
  const outDir = '.cache/mocked-ui'
  await build({ mode: 'mocks', logLevel: 'warn', build: { outDir, emptyOutDir: true } })
  const { port, hostname } = new URL(mocksUrl)
  const server = await preview({
    mode: 'mocks',
    logLevel: 'warn',
    build: { outDir },
    preview: { host: hostname, port: Number(port), strictPort: true },
  })
  return () => server.close()
}
