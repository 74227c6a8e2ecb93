import type { HostKey, Hop, LoginMethod, SocketAttempt } from './stages.ts'
import type { TransportErrorCode } from './error-code.ts'

/** What else is known; each code fills its own part. */
export interface TransportErrorDetails {
  /** The jump host that failed; absent when it was the host itself. */
  readonly hop?: Hop
  readonly hostKey?: HostKey
  readonly login?: {
    readonly tried: readonly LoginMethod[]
    /** What the server says it would accept, when it said so. */
    readonly offered: readonly string[]
  }
  /** For key_unusable. */
  readonly key?: 'bad_passphrase' | 'passphrase_needed' | 'unsupported_format'
  /** Every way to the libvirt socket that was tried, with its outcome. */
  readonly attempts?: readonly SocketAttempt[]
}

/** A host could not be reached. Never holds a password, passphrase or private key. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly code: TransportErrorCode
  readonly details: TransportErrorDetails

  constructor(
    code: TransportErrorCode,
    message: string,
    options: ErrorOptions & { readonly details?: TransportErrorDetails } = {},
  ) {
    super(message, options)
    this.code = code
    this.details = options.details ?? {}
  }
}
