/** Why a connection is no more. */
export type CloseReason =
  /** `close()` was called here. */
  | 'closed'
  /** The other side ended it: daemon stopped or restarted, host shut down, channel closed. */
  | 'closed_by_peer'
  /** The socket broke; `cause` says how. */
  | 'socket_error'
  /** Nothing was heard for longer than the keepalive limit. */
  | 'keepalive_timeout'
  /** The peer sent what is not libvirt's protocol; `cause` is a ProtocolError. */
  | 'protocol_error'

/** The connection ended. Every pending call and every later one is rejected with this. */
export class ConnectionClosedError extends Error {
  override readonly name = 'ConnectionClosedError'
  readonly reason: CloseReason

  constructor(reason: CloseReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** One call took longer than its limit. The connection stays usable; the late reply is dropped. */
export class CallTimeoutError extends Error {
  override readonly name = 'CallTimeoutError'
  readonly procedure: string
  readonly timeoutMs: number

  constructor(procedure: string, timeoutMs: number) {
    super(`${procedure} was not answered within ${timeoutMs} ms`)
    this.procedure = procedure
    this.timeoutMs = timeoutMs
  }
}

/** Bytes that are not libvirt's protocol. Where the next packet starts is unknown, so it is fatal. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}
