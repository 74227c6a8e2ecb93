import type { ComposeStep } from '../../../contract/compose.ts'
import { HostError } from '../host-error.ts'
import type { HostFault } from '../port.ts'

/** A machine could not be made. */
export class ComposeError extends HostError {
  readonly step: ComposeStep
  /** Whether something may be left on the host, because it could not be removed again. */
  readonly leftovers: boolean

  constructor(step: ComposeStep, fault: HostFault, leftovers: boolean, options?: ErrorOptions) {
    super(fault, [], options)
    this.step = step
    this.leftovers = leftovers
  }
}
