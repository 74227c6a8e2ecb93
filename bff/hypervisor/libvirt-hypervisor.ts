import {
  openConnection,
  openSsh,
  openUnix,
  parsePrivateKey,
  TransportError,
  type HostKey as ShownKey,
  type OnStage,
  type RpcOptions,
  type SshAddress,
  type HostTransport,
  type SshPrivateKey,
} from '../../libvirt/index.ts'
import type { HostKey } from '../../contract/problem.ts'
import { parseAddress } from './address.ts'
import { createChecklist, type Checklist } from './checklist.ts'
import { fault, fix, libvirtFault } from './faults.ts'
import { createHostConnection } from './host-connection.ts'
import { HostError } from './host-error.ts'
import type { ConnectOptions, HostConnection, HostFault, Hypervisor } from './port.ts'
import { reachFault, type Reach } from './reach-faults.ts'
import { skipRemoteSteps, stageChecks, transportName } from './stage-checks.ts'

export type LibvirtOptions = {
  /** Our key, in OpenSSH or PEM format, not encrypted. */
  privateKey: string
  /** Where `qemu:///system` and `test:///` are reached; undefined: the usual places. */
  socketPath?: string | undefined
  /** Whether `test:///` addresses, simulated hosts, are accepted. */
  allowTestDriver?: boolean
  /** Milliseconds for all steps of one connect together, 10 000 by default. */
  limitMs?: number
  /** Of the RPC connection; the defaults suit hosts. */
  rpc?: RpcOptions
}

const defaultLimitMs = 10_000
/** Per step. A wrong password takes PAM up to 3 s, and our key was tried before it. */
const stepLimitsMs = { dns: 3_000, tcp: 4_000, host_key: 4_000, login: 8_000, socket: 5_000 }
/** Whom an address without a user means: who manages libvirt on most hosts. */
const defaultUser = 'root'

/** Hosts reached through libvirt's RPC, over SSH or this machine's own socket. */
export function createLibvirtHypervisor(options: LibvirtOptions): Hypervisor {
  const privateKey = parsePrivateKey(options.privateKey)
  return {
    connect: async (target, connectOptions = {}) => {
      const address = parseAddress(target.address, options.allowTestDriver ?? false)
      const attempt = startAttempt(options, connectOptions)
      const checks = createChecklist({ onCheck: connectOptions.onCheck })
      const user = address.transport === 'ssh' ? (address.user ?? defaultUser) : null
      const reach: Reach = { address, user, target, publicKey: privateKey.publicKey }
      checks.start('address')
      checks.ok('address', user === null ? address.uri : describe(address as SshAddress, user))
      try {
        return await reachHost(reach, privateKey, options, checks, attempt.signal)
      } catch (error) {
        connectOptions.signal?.throwIfAborted()
        const found = attempt.signal.aborted ? outOfTime(checks) : faultOf(error, reach)
        checks.fail(checks.running() ?? 'libvirt', found.message, found.fix)
        throw new HostError(found, checks.ended(), { cause: error })
      } finally {
        attempt.end()
      }
    },
  }
}

const describe = ({ host, port }: SshAddress, user: string) =>
  `${user} on ${host.includes(':') ? `[${host}]` : host} port ${port}`

/** One clock for all steps together, and the caller's own signal. */
function startAttempt({ limitMs = defaultLimitMs }: LibvirtOptions, { signal }: ConnectOptions) {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), limitMs)
  const onAbort = () => controller.abort()
  if (signal?.aborted) controller.abort()
  signal?.addEventListener('abort', onAbort)
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}

async function reachHost(
  reach: Reach,
  privateKey: SshPrivateKey,
  options: LibvirtOptions,
  checks: Checklist,
  signal: AbortSignal,
): Promise<HostConnection> {
  const { address, target } = reach
  const onStage = stageChecks(address, target, checks)
  const shown: { hostKey: HostKey | null } = { hostKey: null }
  let transport: HostTransport
  if (address.transport === 'ssh') {
    transport = await openPinned(address, reach, privateKey, onStage, signal, shown)
  } else {
    skipRemoteSteps(checks)
    transport = await openUnix({
      socketPath: options.socketPath,
      connectTimeoutMs: stepLimitsMs.socket,
      signal,
      onStage,
    })
  }
  checks.start('libvirt')
  const connection = await openConnection(transport.duplex, {
    ...options.rpc,
    uri: address.uri,
    signal,
  })
  return createHostConnection(connection, {
    hostKey: shown.hostKey,
    transport: transportName(transport.facts.route),
    openChannel: transport.openChannel,
    user: reach.user,
    checks,
    signal,
  })
}

/** SSH to a host whose key must be the expected one, whatever other keys it has. */
async function openPinned(
  address: SshAddress,
  { target, user }: Reach,
  privateKey: SshPrivateKey,
  onStage: OnStage,
  signal: AbortSignal,
  shown: { hostKey: HostKey | null },
): Promise<HostTransport> {
  const hostVerifier = ({ algorithm, fingerprint }: ShownKey) => {
    shown.hostKey = { algorithm, fingerprint }
    const expected = target.acceptFingerprint ?? target.hostKey?.fingerprint
    return expected === undefined ? target.trust === 'first_use' : expected === fingerprint
  }
  const open = (hostKeyAlgorithm: string | undefined) =>
    openSsh({
      host: address.host,
      port: address.port,
      user: user ?? defaultUser,
      credentials: { privateKey, password: target.password ?? undefined },
      hostVerifier,
      hostKeyAlgorithm,
      onStage,
      timeoutsMs: stepLimitsMs,
      signal,
    })
  const pinned = target.hostKey?.algorithm
  try {
    return await open(pinned)
  } catch (error) {
    // Of another type than the pinned one may be the key to accept, or at least the key to show.
    const { code } = error instanceof TransportError ? error : { code: null }
    const other =
      code === 'host_key_type_missing' ||
      (code === 'host_key_rejected' && target.acceptFingerprint !== null)
    if (pinned === undefined || !other) throw error
    return open(undefined)
  }
}

function faultOf(error: unknown, reach: Reach): HostFault {
  if (error instanceof HostError) return error.fault
  if (error instanceof TransportError) return reachFault(error, reach)
  return libvirtFault(error, reach.user)
}

/** Every step kept its own limit, but together they took too long. */
function outOfTime(checks: Checklist): HostFault {
  const step = checks.running() ?? 'libvirt'
  const behindSocket = step === 'socket' || step === 'libvirt'
  return fault(
    behindSocket ? 'libvirt_timeout' : step === 'dns' ? 'dns_failed' : 'tcp_timeout',
    behindSocket
      ? 'libvirt accepted the connection, but did not answer in time.'
      : 'The host is reachable, but too slow: the connection was not there in time.',
    behindSocket
      ? fix(
          'libvirtd hangs or is overloaded. Restarting it leaves running machines alone.',
          'sudo systemctl restart libvirtd',
        )
      : fix('Check the load of the host and the network in between.'),
  )
}
