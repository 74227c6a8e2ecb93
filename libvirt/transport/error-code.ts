/** Every way a connection can fail before libvirt is reached. */
export type TransportErrorCode =
  | 'dns_failed'
  | 'dns_timeout'
  | 'tcp_refused'
  | 'tcp_timeout'
  | 'tcp_unreachable'
  | 'tcp_failed'
  /** What answered is not SSH, hung up, or shares no algorithm with us. */
  | 'handshake_failed'
  | 'handshake_timeout'
  /** The host no longer has a key of the type that was pinned. */
  | 'host_key_type_missing'
  /** The verifier said no; `details.hostKey` is the key that came. */
  | 'host_key_rejected'
  /** Wrong credentials, unknown user, or none of our methods accepted; see `details.login`. */
  | 'login_failed'
  | 'login_timeout'
  | 'key_unusable'
  | 'agent_unavailable'
  | 'socket_missing'
  | 'socket_permission_denied'
  /** The socket is there and nobody answers behind it. */
  | 'daemon_not_running'
  | 'forwarding_forbidden_and_no_helper'
  /** Something on the host, mostly a shell start-up file, prints into the pipe. */
  | 'pipe_corrupted'
  | 'socket_failed'
  | 'socket_timeout'
  /** SSH itself broke after everything had worked. */
  | 'connection_lost'
