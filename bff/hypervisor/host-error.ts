import type { Check } from '../../contract/check.ts'
import type { HostErrorCode, HostFault } from './port.ts'

/** A host could not be used. `checks` tell how far it came, when it failed on the way. */
export class HostError extends Error {
  override readonly name = 'HostError'
  readonly fault: HostFault
  readonly checks: readonly Check[]

  constructor(fault: HostFault, checks: readonly Check[] = [], options?: ErrorOptions) {
    super(fault.message, options)
    this.fault = fault
    this.checks = checks
  }

  get code(): HostErrorCode {
    return this.fault.code
  }
}

/** The host works, but would not do this one thing. */
export class HostRefusal extends HostError {
  /** The field of the request that is to blame; null where none is. */
  readonly field: string | null

  constructor(fault: HostFault, field: string | null, options?: ErrorOptions) {
    super(fault, [], options)
    this.field = field
  }
}

/** The address is not one that we could ever reach. Field error of `power_address`. */
export class InvalidAddress extends Error {
  override readonly name = 'InvalidAddress'
}
