import type { ConsoleEnd } from '../../../contract/rules/console-ends.ts'

/** Why a console could not be opened, by the name that the browser is told. */
export class ConsoleError extends Error {
  override readonly name = 'ConsoleError'
  readonly end: ConsoleEnd

  constructor(end: ConsoleEnd, message: string, cause?: unknown) {
    super(message, { cause })
    this.end = end
  }
}
