import { withDefaults } from '../with-defaults.ts'
import { DEFAULT_PORTS } from './default-ports.ts'
import { connectTcp } from './dial.ts'
import type { StageTimeouts } from './run-stage.ts'
import type { OnStage, StageFacts } from './stages.ts'
import { TransportError } from './transport-error.ts'
import type { Transport } from './transport.ts'

export interface TcpOptions {
  /** DNS name, IPv4 or IPv6 without brackets. */
  readonly host: string
  /** 16 509 by default. */
  readonly port?: number | undefined
  /**
   * Has to be true. Anybody on the way reads and changes everything, and a host that does not ask
   * for SASL lets everybody in: for tests and for networks that are guarded otherwise.
   */
  readonly allowUnencrypted?: boolean | undefined
  readonly onStage?: OnStage<'dns' | 'tcp'> | undefined
  /** Milliseconds per step, 10 000 by default. */
  readonly timeoutsMs?: Partial<StageTimeouts<'dns' | 'tcp'>> | undefined
  /** Gives up opening. An open transport is ended by destroying its duplex. */
  readonly signal?: AbortSignal | undefined
}

const DEFAULT_TIMEOUTS_MS: StageTimeouts<'dns' | 'tcp'> = { dns: 10_000, tcp: 10_000 }

/**
 * Connects to a daemon that listens without encryption (`listen_tcp`).
 *
 * @throws TransportError, or the signal's reason
 */
export async function openTcp(options: TcpOptions): Promise<Transport<StageFacts['tcp']>> {
  const { host, port = DEFAULT_PORTS.tcp, onStage = () => {}, signal } = options
  if (options.allowUnencrypted !== true) {
    const message = `TCP to ${host} is not encrypted; it is used with allowUnencrypted only.`
    throw new TransportError('unencrypted_not_allowed', message)
  }
  const timeoutsMs = withDefaults(DEFAULT_TIMEOUTS_MS, options.timeoutsMs)
  const duplex = await connectTcp(host, port, { onStage, timeoutsMs, signal })
  return { duplex, facts: { address: duplex.remoteAddress ?? host, port } }
}
