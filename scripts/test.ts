/** `./x test [STAGE]`: every stage, also after a failed one, then one line that says it all. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import startServices from './lab/vitest-global-setup.ts'
import { runChecks } from './check.ts'
import type { Outcome } from './report.ts'
import { countPlaywright, countVitest, summary } from './report.ts'

const browserConfig = 'vitest.browser.config.ts'
const stages: Record<string, () => Promise<Outcome>> = {
  build: () => counted('build', './x', ['build'], undefined),
  check: () => runChecks(),
  unit: () => vitest('unit', []),
  ...(existsSync(browserConfig) && {
    browser: () => vitest('browser', ['--config', browserConfig]),
  }),
  e2e: () => counted('e2e', 'node_modules/.bin/playwright', ['test'], '.cache/e2e.json'),
}
/** Stages that use what the build made; it also fails where the first view is too large. */
const wantBuild = new Set(['e2e'])
/** A stage that hangs is ended, and has failed. */
const stageLimitMs = 35 * 60_000
/** Stages that talk to real libvirt, OpenSSH and PostgreSQL. */
const wantServices = new Set(['unit', 'e2e'])

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in stages))
if (unknown !== undefined) {
  console.error(`There is no stage ${unknown}: ${Object.keys(stages).join(', ')}`)
  process.exit(2)
}
const chosen = Object.keys(stages).filter(
  (name) =>
    asked.length === 0 ||
    asked.includes(name) ||
    (name === 'build' && asked.some((other) => wantBuild.has(other))),
)

await mkdir('.cache', { recursive: true })
const outcomes: Outcome[] = []
let stopServices: (() => Promise<void>) | undefined
for (const name of chosen) {
  console.log(`\n== ${name} ${'='.repeat(70 - name.length)}\n`)
  if (wantServices.has(name) && stopServices === undefined) {
    stopServices = await startServices().catch((error: unknown) => {
      // The stages still run: they show what fails without services.
      console.error(error)
      outcomes.push({ name: 'services', passed: 0, failed: 1, skipped: 0, ms: 0 })
      return async () => undefined
    })
  }
  outcomes.push((await stages[name]?.()) ?? broken(name, 0))
}
await stopServices?.()

console.log(summary(outcomes))
process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0

function vitest(name: string, more: string[]): Promise<Outcome> {
  const report = `.cache/${name}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return counted(name, 'node_modules/.bin/vitest', ['run', ...reporters, ...more], report)
}

/** Runs a stage. Without a report the command itself is the one test. */
async function counted(
  name: string,
  command: string,
  args: string[],
  report: string | undefined,
): Promise<Outcome> {
  const startedAt = performance.now()
  if (report !== undefined) await rm(report, { force: true })
  const exitCode = await passThrough(command, args)
  const ms = performance.now() - startedAt
  if (report === undefined) {
    return exitCode === 0 ? { name, passed: 1, failed: 0, skipped: 0, ms } : broken(name, ms)
  }
  // It ended before it could write one.
  if (!existsSync(report)) return broken(name, ms)
  const count = name === 'e2e' ? countPlaywright : countVitest
  return { name, ...count(await readFile(report, 'utf8'), exitCode), ms }
}

function broken(name: string, ms: number): Outcome {
  return { name, passed: 0, failed: 1, skipped: 0, ms }
}

function passThrough(command: string, args: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: stageLimitMs,
      killSignal: 'SIGTERM',
    })
    child.once('error', (error) => {
      console.error(error)
      resolve(1)
    })
    child.once('close', (code) => resolve(code ?? 1))
  })
}
