/** What one stage of `./x test` found. */
export type Outcome = { name: string; passed: number; failed: number; skipped: number; ms: number }

/** A table of stages, then the line that CI and people look for. */
export function summary(outcomes: Outcome[]): string {
  const sum = (pick: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0)
  const rows = outcomes.map(({ name, passed, failed, skipped, ms }) => {
    const parts = [`${passed} passed`, `${failed} failed`]
    if (skipped > 0) parts.push(`${skipped} skipped`)
    return `  ${name.padEnd(10)} ${parts.join(', ').padEnd(40)} ${(ms / 1000).toFixed(1)} s`
  })
  const passed = sum((outcome) => outcome.passed)
  const failed = sum((outcome) => outcome.failed)
  return ['', ...rows, '', `${passed} passed, ${failed} failed`].join('\n')
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

type Counts = Pick<Outcome, 'passed' | 'failed' | 'skipped'>

export function countVitest(text: string, exitCode: number): Counts {
  // Written by vitest a moment ago.
  const report = JSON.parse(text) as VitestReport
  return withExitCode(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

export function countPlaywright(text: string, exitCode: number): Counts {
  const { stats } = JSON.parse(text) as PlaywrightReport
  return withExitCode(exitCode, {
    passed: stats.expected,
    // A test that passes only at the second try has failed once too often.
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  })
}

/** A file that does not load or a set-up that throws fails no test, yet the run has failed. */
function withExitCode(exitCode: number, counts: Counts): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
