import { isIP, type Socket } from 'node:net'
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { withDefaults } from '../with-defaults.ts'
import { DEFAULT_PORTS } from './default-ports.ts'
import { connectTcp } from './dial.ts'
import { runStage, type StageTimeouts } from './run-stage.ts'
import type { OnStage, StageFacts, TlsStage } from './stages.ts'
import { byteOfWelcome, tlsError } from './tls-welcome.ts'
import { TransportError } from './transport-error.ts'
import type { Transport } from './transport.ts'

export interface TlsOptions {
  /** DNS name, IPv4 or IPv6 without brackets. */
  readonly host: string
  /** 16 514 by default. */
  readonly port?: number | undefined
  /** The only authority that the host's certificate may come from, PEM. The system's do not count. */
  readonly ca: string | Buffer
  /** Our certificate, PEM. Its authority is the host's business. */
  readonly cert: string | Buffer
  /** Our private key, PEM, not encrypted. */
  readonly key: string | Buffer
  /** The name or IP address in the host's certificate; `host` by default. */
  readonly servername?: string | undefined
  readonly onStage?: OnStage<TlsStage> | undefined
  /** Milliseconds per step, 10 000 by default. */
  readonly timeoutsMs?: Partial<StageTimeouts<TlsStage>> | undefined
  /** Gives up opening. An open transport is ended by destroying its duplex. */
  readonly signal?: AbortSignal | undefined
}

const DEFAULT_TIMEOUTS_MS: StageTimeouts<TlsStage> = { dns: 10_000, tcp: 10_000, tls: 10_000 }

/**
 * Connects to a daemon that listens with TLS (`listen_tls`). Both sides show certificates.
 *
 * @throws TransportError, or the signal's reason
 */
export async function openTls(options: TlsOptions): Promise<Transport<StageFacts['tls']>> {
  const { host, port = DEFAULT_PORTS.tls, onStage = () => {}, signal } = options
  const timeoutsMs = withDefaults(DEFAULT_TIMEOUTS_MS, options.timeoutsMs)
  const stages = { onStage, timeoutsMs, signal }
  const ours = readCertificates(options)
  const socket = await connectTcp(host, port, stages)
  try {
    return await runStage('tls', stages, async () => {
      const tls = secure(socket, options.servername ?? host, ours)
      const facts = await welcome(tls)
      partWrites(tls)
      return { duplex: tls, facts }
    })
  } catch (error) {
    socket.destroy()
    throw error
  }
}

function readCertificates({ ca, cert, key }: TlsOptions): SecureContext {
  try {
    return createSecureContext({ ca, cert, key })
  } catch (cause) {
    // OpenSSL's words name the kind of trouble and no secret.
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new TransportError('certificate_unusable', `Our certificate or key: ${why}`, { cause })
  }
}

function secure(socket: Socket, name: string, secureContext: SecureContext): TLSSocket {
  return connect({
    socket,
    secureContext,
    // An IP address may be checked, but not asked for.
    ...(isIP(name) === 0 ? { servername: name } : { host: name }),
    // Said out loud: an environment variable can turn the default off.
    rejectUnauthorized: true,
  })
}

/**
 * Keeps writes apart that a cork would join to one TLS record. libvirt's server reads one packet and
 * then waits for its socket; what GnuTLS has decrypted along with it lies there until more comes: the
 * next sign of life, seconds later, or nothing. (Measured with libvirt 9.0.)
 */
function partWrites(tls: TLSSocket): void {
  // oxlint-disable-next-line no-underscore-dangle -- what node:stream calls it
  Object.assign(tls, { _writev: undefined })
}

/**
 * Waits for the handshake, and then for the byte by which libvirt says that our certificate and our
 * address may come in. Under TLS 1.3 a client knows nothing of that when its handshake is over.
 */
async function welcome(tls: TLSSocket): Promise<StageFacts['tls']> {
  let secured = false
  const { promise: failed, reject } = Promise.withResolvers<never>()
  // Both stay for good, or a late error would end the process.
  tls.on('error', (error) => reject(tlsError(error, secured)))
  tls.on('close', () => reject(tlsError(undefined, secured)))
  failed.catch(() => {})

  const handshake = Promise.withResolvers<void>()
  tls.once('secureConnect', () => handshake.resolve())
  await Promise.race([handshake.promise, failed])
  secured = true
  await Promise.race([byteOfWelcome(tls), failed])
  return {
    protocol: tls.getProtocol() ?? 'unknown',
    fingerprint: tls.getPeerCertificate().fingerprint256,
  }
}
