import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FullConfig } from '@playwright/test'
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

async function startMockedUi(): Promise<() => Promise<void>> {
  const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url))
  const { port, hostname } = new URL(mocksUrl)
  const args = [vite, '--mode', 'mocks', '--host', hostname, '--port', port, '--strictPort']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ready = Promise.withResolvers<void>()
  const limit = setTimeout(() => ready.reject(new Error('Vite did not start in 30 s')), 30_000)
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('ready in')) ready.resolve()
  })
  child.once('exit', (code) => ready.reject(new Error(`Vite ended with ${code}`)))
  await ready.promise.finally(() => clearTimeout(limit))
  return async () => {
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
}
