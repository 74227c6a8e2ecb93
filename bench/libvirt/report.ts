import type { Spread } from '../measure.ts'
import type { Way } from './bench-host.ts'
import type { Budget } from './budgets.ts'

export type Row = {
  machines: number
  way: Way
  who: string
  ms: Spread
  /** Ours / this one; undefined for ours. */
  ratio?: number | undefined
  budget?: Budget | undefined
}

/** Budgets are for one size; at others they are shown, not judged. */
export function verdict({ machines, ratio, budget }: Row): 'met' | 'not met' | undefined {
  if (!budget || ratio === undefined || budget.machines !== machines) return undefined
  return ratio <= budget.atMost ? 'met' : 'not met'
}

export function printRows(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}\n`)
  const head = ['machines', 'over', 'who', 'median ms (min-max)', 'runs', 'ours/it', 'budget']
  printTable([head, ...rows.map(cells)])
}

function cells(row: Row): string[] {
  const { machines, way, who, ms, ratio, budget } = row
  return [
    String(machines),
    way,
    who,
    spreadText(ms),
    String(ms.runs),
    ratio === undefined ? '' : digits(ratio),
    budget ? `${budget.atMost} ${verdict(row) ?? `at ${budget.machines}`}` : '',
  ]
}

function printTable(lines: readonly string[][]): void {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  for (const line of lines) {
    console.log(
      `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
    )
  }
}

export const spreadText = ({ median, min, max }: Spread) =>
  `${digits(median)} (${digits(min)}-${digits(max)})`

/** Three that mean something. */
export const digits = (value: number) =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(value < 1 ? 2 : 3)))
