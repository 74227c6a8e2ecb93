import type { TLSSocket } from 'node:tls'
import type { TransportErrorCode } from './error-code.ts'
import { TransportError } from './transport-error.ts'

/** What libvirt's server sends once it has looked at our certificate (virNetServerClient in its source). */
const WELCOME = 1

/**
 * Reads the one byte that comes before the protocol proper, and not a byte more.
 *
 * @throws TransportError `client_certificate_refused` when something else comes, or the end
 */
export function byteOfWelcome(tls: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (refused: TransportError | undefined) => {
      tls.off('readable', onReadable)
      tls.off('end', onEnd)
      if (refused) reject(refused)
      else resolve()
    }
    const onReadable = () => {
      const byte: Buffer | null = tls.read(1)
      if (byte) settle(byte[0] === WELCOME ? undefined : refusal())
    }
    const onEnd = () => settle(refusal())
    tls.on('readable', onReadable)
    tls.once('end', onEnd)
  })
}

/** What OpenSSL says of the host's certificate. */
const codeByReason: Readonly<Record<string, TransportErrorCode>> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate_untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate_untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate_untrusted',
  CERT_UNTRUSTED: 'certificate_untrusted',
  CERT_REJECTED: 'certificate_untrusted',
  CERT_REVOKED: 'certificate_untrusted',
  CERT_CHAIN_TOO_LONG: 'certificate_untrusted',
  INVALID_CA: 'certificate_untrusted',
  INVALID_PURPOSE: 'certificate_untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate_name_mismatch',
  HOSTNAME_MISMATCH: 'certificate_name_mismatch',
  CERT_HAS_EXPIRED: 'certificate_expired',
  CERT_NOT_YET_VALID: 'certificate_expired',
}

/**
 * Why a TLS connection ended before the welcome.
 *
 * @param cause undefined when the host just hung up
 * @param secured whether our side of the handshake was over
 */
export function tlsError(
  cause: NodeJS.ErrnoException | undefined,
  secured: boolean,
): TransportError {
  const { code = '', message = 'the host hung up' } = cause ?? {}
  const known = codeByReason[code]
  if (known) {
    // Node adds advice of its own about the system's authorities, which do not count here.
    const [why] = message.split(';')
    return new TransportError(known, `The host’s certificate: ${why}`, { cause })
  }
  if (secured || code.includes('_ALERT_')) return refusal(cause)
  return new TransportError('handshake_failed', `TLS handshake: ${message}`, { cause })
}

function refusal(cause?: Error): TransportError {
  const why = cause ? `: ${cause.message}` : '.'
  const message = `The host does not let our certificate or our address in${why}`
  return new TransportError('client_certificate_refused', message, { cause })
}
