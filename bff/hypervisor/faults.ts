/** Faults of a host that answers, in words: what happened, why, and the one line that mends it. */
import type { Fix } from '../../contract/check.ts'
import {
  AuthUnsupportedError,
  CallTimeoutError,
  ConnectionClosedError,
  LibvirtError,
  XdrError,
} from '../../libvirt/index.ts'
import type { HostErrorCode, HostFault } from './port.ts'

export const fix = (text: string, command: string | null = null): Fix => ({ text, command })

export const fault = (
  code: HostErrorCode,
  message: string,
  remedy: Fix | null = null,
): HostFault => ({ code, message, fix: remedy, hostKey: null })

const polkitFix = (user: string | null) =>
  fix(
    'Add the user to the group libvirt on the host, then log in again.',
    `sudo usermod -aG libvirt ${user ?? '"$USER"'}`,
  )

/**
 * Why libvirt cannot be used, out of whatever a call threw.
 * `user` is who we are on the host; null on this machine.
 */
export function libvirtFault(error: unknown, user: string | null): HostFault {
  if (error instanceof LibvirtError) return refusal(error, user)
  if (error instanceof CallTimeoutError) {
    return fault(
      'libvirt_timeout',
      `libvirt accepted the connection, but did not answer ${error.procedure} within ${error.timeoutMs / 1000} s.`,
      fix(
        'libvirtd hangs or is overloaded. Restarting it leaves running machines alone.',
        'sudo systemctl restart libvirtd',
      ),
    )
  }
  if (error instanceof ConnectionClosedError) return closedFault(error)
  if (error instanceof AuthUnsupportedError) {
    return fault(
      'libvirt_refused',
      'libvirt asks for a login of its own (SASL) on its socket, which Podyard does not do.',
      fix(
        'Set auth_unix_rw to "none" or "polkit" in /etc/libvirt/libvirtd.conf, then restart libvirt.',
        'sudo systemctl restart libvirtd',
      ),
    )
  }
  if (error instanceof XdrError) {
    return fault(
      'libvirt_refused',
      `libvirt answered in a way Podyard cannot read: ${error.message}.`,
    )
  }
  throw error
}

/** Codes with which libvirt says "you may not", rather than "it does not work". */
const forbidden = new Set([
  'VIR_ERR_AUTH_UNAVAILABLE',
  'VIR_ERR_AUTH_FAILED',
  'VIR_ERR_AUTH_CANCELLED',
  'VIR_ERR_ACCESS_DENIED',
  'VIR_ERR_OPERATION_DENIED',
])

function refusal(error: LibvirtError, user: string | null): HostFault {
  if (forbidden.has(error.codeName ?? '')) {
    return fault(
      'socket_permission_denied',
      `libvirt does not let ${user ?? 'this user'} manage the host: ${sentence(error.message)}`,
      polkitFix(user),
    )
  }
  if (error.codeName === 'VIR_ERR_NO_CONNECT') {
    return fault(
      'libvirt_refused',
      `libvirt has no QEMU driver: ${sentence(error.message)}`,
      fix(
        'Install QEMU and libvirt’s driver for it on the host.',
        'sudo apt install qemu-system libvirt-daemon-system',
      ),
    )
  }
  return fault('libvirt_refused', `libvirt refused: ${sentence(error.message)}`)
}

/** Why an open connection ended. */
export function closedFault(error: ConnectionClosedError): HostFault {
  switch (error.reason) {
    case 'closed':
      return fault('connection_lost', 'Podyard closed the connection.')
    case 'closed_by_peer':
      return fault(
        'connection_lost',
        'The host closed the connection: libvirtd or the host was stopped or restarted.',
        fix('If it stays away, start libvirt on the host.', 'sudo systemctl start libvirtd'),
      )
    case 'keepalive_timeout':
      return fault(
        'connection_lost',
        `The host went silent: ${error.message}. It is down, hangs, or the network is cut.`,
        fix('Check that the host is up and can be reached.'),
      )
    case 'socket_error':
      return fault('connection_lost', `The link to the host broke: ${error.message}.`)
    case 'protocol_error':
      return fault(
        'libvirt_refused',
        'What answers behind the socket does not speak libvirt’s protocol.',
        fix('Check that the socket on the host is libvirt’s.', 'sudo systemctl status libvirtd'),
      )
    default:
      return error.reason satisfies never
  }
}

/** A foreign message as the end of a sentence of ours. */
export const sentence = (message: string) => (/[.!?]$/.test(message) ? message : `${message}.`)
