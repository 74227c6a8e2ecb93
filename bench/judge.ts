/** Budgets, and whether what was measured meets them. */

export type Budget = {
  about: string
  unit: 'ratio' | 'times' | 'round trips' | 'ms' | 'kB' | 'MB'
  limit: { atMost: number } | { atLeast: number } | { exactly: number }
}

/** One measurement that a budget judges. Where there are several, all must meet it. */
export type Figure<Name extends string> = { budget: Name; value: number }

export type Verdict = {
  budget: Budget
  /** The worst; undefined when nothing was measured. */
  value: number | undefined
  met: boolean | undefined
}

export function judge<Name extends string>(
  budgets: Readonly<Record<Name, Budget>>,
  figures: readonly Figure<Name>[],
): Verdict[] {
  return Object.entries<Budget>(budgets).map(([name, budget]) => {
    const values = figures.filter((figure) => figure.budget === name).map(({ value }) => value)
    const value = worst(budget, values)
    return { budget, value, met: value === undefined ? undefined : meets(budget, value) }
  })
}

function worst({ limit }: Budget, values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  if ('exactly' in limit) return values.find((value) => value !== limit.exactly) ?? limit.exactly
  return 'atMost' in limit ? Math.max(...values) : Math.min(...values)
}

function meets({ limit }: Budget, value: number): boolean {
  if ('exactly' in limit) return value === limit.exactly
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast
}
