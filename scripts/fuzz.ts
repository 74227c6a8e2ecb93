/** `./x fuzz`: strangers' bytes and documents, for as long as asked. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import {
  describeFinding,
  describeReport,
  fuzz,
  parseFinding,
  type FuzzReport,
} from '../libvirt/testing/fuzz/fuzz.ts'
import type { FuzzTarget } from '../libvirt/testing/fuzz/target.ts'

const modules = [
  new URL('../libvirt/testing/fuzz/targets.ts', import.meta.url),
  new URL('../bff/hypervisor/testing/fuzz-targets.ts', import.meta.url),
]
const folder = '.cache/fuzz'
const usage = `./x fuzz [--minutes N] [--seed S] [TARGET...]   for N minutes (1) in all
./x fuzz --replay FILE                          one finding again`

type Entry = { module: URL; target: FuzzTarget }

const { values, positionals } = readArguments()
const entries: Entry[] = []
for (const module of modules) {
  const { targets } = (await import(module.href)) as { targets: readonly FuzzTarget[] }
  entries.push(...targets.map((target) => ({ module, target })))
}

if (values.replay !== undefined) await replay(values.replay)
else await run()

function readArguments() {
  const options = {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    replay: { type: 'string' },
  } as const
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error))
  }
}

function giveUp(cause: string): never {
  console.error(`${cause}\n\n${usage}`)
  process.exit(2)
}

async function run(): Promise<void> {
  const unknown = positionals.find((name) => !entries.some(({ target }) => target.name === name))
  if (unknown !== undefined) {
    giveUp(`There is no target ${unknown}: ${entries.map(({ target }) => target.name).join(', ')}`)
  }
  const minutes = Number(values.minutes)
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  if (!(minutes > 0)) giveUp(`${values.minutes} is no number of minutes.`)
  if (!Number.isInteger(seed)) giveUp(`${values.seed} is no whole number.`)
  const chosen = entries.filter(
    ({ target }) => positionals.length === 0 || positionals.includes(target.name),
  )
  const ms = (minutes * 60_000) / chosen.length
  console.log(`seed ${seed}, ${chosen.length} targets, ${(ms / 1000).toFixed(0)} s each\n`)

  const reports: FuzzReport[] = []
  for (const { module, target } of chosen) {
    const report = await fuzz({ module, target: target.name, seed, ms })
    reports.push(report)
    console.log(describeReport(report))
    await keepFindings(target, report)
  }
  summarize(reports)
}

async function keepFindings(target: FuzzTarget, { seed, findings }: FuzzReport): Promise<void> {
  for (const finding of findings) {
    await mkdir(folder, { recursive: true })
    const file = `${folder}/${target.name}-${seed}-${finding.index}.txt`
    await writeFile(file, describeFinding(target, seed, finding))
    console.log(`  ${finding.what.split('\n', 1)[0]}\n  ./x fuzz --replay ${file}`)
  }
}

function summarize(reports: readonly FuzzReport[]): void {
  const inputs = reports.reduce((sum, report) => sum + report.inputs, 0)
  const escapes = reports.reduce((sum, report) => sum + report.findings.length, 0)
  const peakMiB = process.resourceUsage().maxRSS / 1024
  const longest = Math.max(...reports.map((report) => report.longest.ms))
  console.log(
    `\n${inputs.toLocaleString('en-US')} inputs, ${escapes} escapes, longest ${longest.toFixed(1)} ms,` +
      ` peak of the process ${peakMiB.toFixed(0)} MiB`,
  )
  process.exitCode = escapes > 0 ? 1 : 0
}

async function replay(file: string): Promise<void> {
  const { target: name, input } = parseFinding(await readFile(file, 'utf8'))
  const entry = entries.find(({ target }) => target.name === name)
  if (!entry) return giveUp(`There is no target ${name}.`)
  // What it throws ends this with its stack and exit code 1.
  await entry.target.run(input)
  console.log(`${name}: ${input.length} bytes, nothing wrong`)
}
