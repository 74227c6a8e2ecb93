/** Every way a connection can fail before libvirt is reached. */
export type TransportErrorCode =
  | 'dns_failed'
  | 'dns_timeout'
  | 'tcp_refused'
  | 'tcp_timeout'
  | 'tcp_unreachable'
  | 'tcp_failed'
  /** The jump host lets us in but may not, or will not, pass us on. */
  | 'jump_forbidden'
  /** What answered is not SSH (or TLS), hung up, or shares no algorithm with us. */
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
  /** TLS: our own CA, certificate or key cannot be read, or the two do not belong together. */
  | 'certificate_unusable'
  /** TLS: the host's certificate is not signed by the given CA. */
  | 'certificate_untrusted'
  /** TLS: the host's certificate is for another name. */
  | 'certificate_name_mismatch'
  /** TLS: the host's certificate, or its CA's, has expired or is not valid yet. */
  | 'certificate_expired'
  /** TLS: the host does not let our certificate, or our address, in. */
  | 'client_certificate_refused'
  /** TCP without encryption, and nobody said that this is wanted. */
  | 'unencrypted_not_allowed'
  | 'socket_missing'
  | 'socket_permission_denied'
  /** The socket is there and nobody answers behind it. */
  | 'daemon_not_running'
  | 'forwarding_forbidden_and_no_helper'
  /** Something on the host, mostly a shell start-up file, prints into the pipe. */
  | 'pipe_corrupted'
  | 'socket_failed'
  | 'socket_timeout'
  /** The host does not pass us on to a port of its own. */
  | 'tunnel_forbidden'
  /** SSH itself broke after everything had worked. */
  | 'connection_lost'
