/** MAAS's exit codes: 1 could not ask, 2 refused by the server or asked wrongly; 3 is our own. */
export const exitCodes = { ok: 0, failed: 1, refused: 2, timeLimit: 3 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

type Details = { exitCode?: ExitCode; fix?: string; cause?: unknown }

/** What a person is told instead of a stack: what happened, and where possible the one thing to do about it. */
export class CliError extends Error {
  override name = 'CliError'
  readonly exitCode: ExitCode
  readonly fix: string | undefined

  constructor(message: string, { exitCode = exitCodes.failed, fix, cause }: Details = {}) {
    super(message, { cause })
    this.exitCode = exitCode
    this.fix = fix
  }
}

/** The command line cannot be followed. */
export const usageError = (message: string, fix?: string) =>
  new CliError(message, { exitCode: exitCodes.refused, ...(fix === undefined ? {} : { fix }) })
