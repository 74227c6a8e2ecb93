/** Everything that is printed as a table, and the verdicts. */
import type { Result, Spread } from '../measure.ts'
import type { Way } from './bench-host.ts'
import type { Budget, Verdict } from '../judge.ts'

/** Milliseconds of those who did the same work; the first is ours. */
export type Comparison = { way: Way; results: readonly Result[] }

export function printComparisons(title: string, comparisons: readonly Comparison[]): void {
  const rows = comparisons.flatMap(({ way, results }) => {
    const mine = results[0]?.spread.median ?? Number.NaN
    return results.map(({ name, spread }, index) => [
      way,
      name,
      spreadText(spread),
      String(spread.runs),
      index === 0 ? '' : digits(mine / spread.median),
    ])
  })
  printTable(title, ['over', 'who', 'median ms (min-max)', 'runs', 'ours/it'], rows)
}

export function printTable(title: string, head: string[], rows: readonly string[][]): void {
  console.log(`\n${title}\n`)
  const lines = [head, ...rows]
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  for (const line of lines) {
    const cells = line.map((cell, column) => cell.padEnd(widths[column] ?? 0))
    console.log(`  ${cells.join('  ')}`.trimEnd())
  }
}

/** `unmeasured` says how the budgets that were not measured are. */
export function printVerdicts(verdicts: readonly Verdict[], unmeasured: string): void {
  const measured = verdicts.filter(({ met }) => met !== undefined)
  const rows = measured.map(({ budget: { about, unit, limit }, value, met }) => [
    about,
    digits(value ?? Number.NaN),
    limitText(limit),
    unit,
    met ? 'met' : 'NOT MET',
  ])
  printTable('Budgets', ['what', 'figure', 'budget', 'unit', ''], rows)
  const missed = measured.filter(({ met }) => !met).length
  const unknown = verdicts.length - measured.length
  const counts = `${measured.length - missed} met, ${missed} not met, ${unknown} not measured`
  console.log(`\n${counts}${unknown > 0 ? ` (${unmeasured})` : ''}`)
}

function limitText(limit: Budget['limit']): string {
  if ('exactly' in limit) return `= ${limit.exactly}`
  return 'atMost' in limit ? `<= ${limit.atMost}` : `>= ${limit.atLeast}`
}

export const spreadText = ({ median, min, max }: Spread) =>
  `${digits(median)} (${digits(min)}-${digits(max)})`

/** Three that mean something. */
export const digits = (value: number) =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(value < 1 ? 2 : 3)))
