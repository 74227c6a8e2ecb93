/** `./x check`: everything that can be said about the project without running it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Outcome } from './report.ts'
import { summary } from './report.ts'

/** By path, not through npx, which takes half a second and npm's opinions. */
const bin = (name: string) => join(import.meta.dirname, '../node_modules/.bin', name)

type Check = { name: string; command: string; args: string[]; fix?: string }

const checks: Check[] = [
  { name: 'types', command: bin('tsc'), args: ['-p', '.', '--pretty', 'false'] },
  { name: 'lint', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', command: bin('oxfmt'), args: ['--check'], fix: 'npx oxfmt' },
  { name: 'unused', command: bin('knip'), args: ['--no-progress'] },
  // npm drops platform bindings that a registry lacks from the lock without a word.
  {
    name: 'lock',
    command: 'npm',
    args: ['ci', '--dry-run'],
    fix: 'npm install, from a tree without node_modules',
  },
  { name: 'tools lock', command: 'npm', args: ['ci', '--dry-run', '--prefix', 'tools'] },
  {
    name: 'shell',
    command: 'bash',
    args: ['-c', 'shellcheck x .ci/run $(git ls-files "*.sh")'],
  },
  {
    name: 'addresses',
    command: 'bash',
    args: ['-c', '! grep -n "\\"resolved\\": \\"http" package-lock.json tools/package-lock.json'],
    fix: 'npm install with omit-lockfile-registry-resolved=true: a lock names no registry',
  },
]

/** Runs all checks, says what is wrong, and counts each as one. */
export async function runChecks(names: string[] = []): Promise<Outcome> {
  const startedAt = performance.now()
  const chosen = checks.filter(({ name }) => names.length === 0 || names.includes(name))
  const failures: string[] = []
  for (const check of chosen) {
    const { failed, output, ms } = await runCheck(check)
    const seconds = `${(ms / 1000).toFixed(1)} s`.padStart(7)
    console.log(`  ${failed ? 'FAILED' : 'ok    '} ${check.name.padEnd(12)} ${seconds}`)
    if (!failed) continue
    failures.push(check.name)
    console.log(output.trimEnd().replace(/^/gm, '    | '))
    if (check.fix !== undefined) console.log(`    Fix: ${check.fix}`)
  }
  return {
    name: 'check',
    passed: chosen.length - failures.length,
    failed: failures.length,
    skipped: 0,
    ms: performance.now() - startedAt,
  }
}

function runCheck({ command, args }: Check) {
  const startedAt = performance.now()
  return new Promise<{ failed: boolean; output: string; ms: number }>((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const take = (text: string) => (output += text)
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    const end = (failed: boolean) => resolve({ failed, output, ms: performance.now() - startedAt })
    child.once('error', (error) => {
      take(`${command}: ${error.message}. Run: ./x install test`)
      end(true)
    })
    child.once('close', (code) => end(code !== 0))
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const outcome = await runChecks(process.argv.slice(2))
  console.log(summary([outcome]))
  process.exitCode = outcome.failed > 0 ? 1 : 0
}
