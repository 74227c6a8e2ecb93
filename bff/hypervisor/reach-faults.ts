/** Why a host could not be reached, in words: one per way a transport fails. */
import { installKeyCommand } from '../../contract/ssh-key.ts'
import type {
  LibvirtAddress,
  SocketAttempt,
  TransportError,
  TransportErrorDetails,
} from '../../libvirt/index.ts'
import { shellWord } from './derive.ts'
import { fault, fix, sentence } from './faults.ts'
import type { HostFault, Target } from './port.ts'

export type Reach = {
  address: LibvirtAddress
  /** Who we are on the host; null on this machine. */
  user: string | null
  target: Target
  /** The line of our key for authorized_keys. */
  publicKey: string
}

/** What a stage of the transport failed with, for the operator. */
export function reachFault(error: TransportError, reach: Reach): HostFault {
  const host = reach.address.transport === 'ssh' ? reach.address.host : 'this machine'
  const port = reach.address.transport === 'ssh' ? reach.address.port : 0
  switch (error.code) {
    case 'dns_failed':
      return fault(
        'dns_failed',
        `No DNS server and no hosts file knows the name ${host}.`,
        fix('Check the spelling, or use the IP address.', `getent hosts ${shellWord(host)}`),
      )
    case 'dns_timeout':
      return fault(
        'dns_failed',
        `The look-up of ${host} took too long: the DNS server does not answer.`,
        fix('Check the DNS server, or use the IP address.', 'cat /etc/resolv.conf'),
      )
    case 'tcp_refused':
      return fault(
        'tcp_refused',
        `${host} is up, but nothing listens on port ${port}: sshd is not running or uses another port.`,
        fix(
          'Start sshd on the host, or put its port into the address.',
          'sudo systemctl start ssh',
        ),
      )
    case 'tcp_timeout':
      return fault(
        'tcp_timeout',
        `${host} does not answer on port ${port}: a firewall drops the packets, or the host is down.`,
        fix('Check that the host is up, and let the port through.', `sudo ufw allow ${port}/tcp`),
      )
    case 'tcp_unreachable':
    case 'tcp_failed':
      return fault(
        'tcp_unreachable',
        `There is no way to ${host}: ${sentence(error.message)}`,
        fix('Check the address and the route to it.', `ip route get ${shellWord(host)}`),
      )
    case 'handshake_failed':
    case 'handshake_timeout':
      return fault(
        'ssh_handshake_failed',
        `Port ${port} of ${host} does not talk SSH with us: ${sentence(error.message)}`,
        fix('Check that sshd listens there, and see what it logs.', 'sudo journalctl -u ssh -n 20'),
      )
    case 'host_key_rejected':
    case 'host_key_type_missing':
      return hostKeyFault(error, reach, host)
    case 'login_failed':
    case 'key_unusable':
    case 'agent_unavailable':
      return loginFault(error, reach)
    case 'login_timeout':
      return fault(
        'ssh_handshake_failed',
        `${host} did not finish the login of ${reach.user} in time.`,
        fix(
          'The host may be overloaded, or its user database slow.',
          'sudo journalctl -u ssh -n 20',
        ),
      )
    case 'connection_lost':
      return fault('connection_lost', `The SSH connection broke: ${sentence(error.message)}`)
    case 'socket_missing':
    case 'socket_permission_denied':
    case 'daemon_not_running':
    case 'forwarding_forbidden_and_no_helper':
    case 'pipe_corrupted':
    case 'socket_failed':
    case 'socket_timeout':
      return socketFault(error, error.code, reach)
    case 'tunnel_forbidden':
    case 'jump_forbidden':
    case 'certificate_unusable':
    case 'certificate_untrusted':
    case 'certificate_name_mismatch':
    case 'certificate_expired':
    case 'client_certificate_refused':
    case 'unencrypted_not_allowed':
      // No address that is accepted here leads through a jump host or to TLS, and tunnels come later.
      return fault(
        'libvirt_refused',
        `libvirt on ${host} cannot be reached: ${sentence(error.message)}`,
        fix('See how libvirt is on the host.', 'sudo systemctl status libvirtd'),
      )
    default:
      return error.code satisfies never
  }
}

const showKeyCommand = 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done'

function hostKeyFault(error: TransportError, { target }: Reach, host: string): HostFault {
  const shown = error.details.hostKey
  const hostKey = shown ? { algorithm: shown.algorithm, fingerprint: shown.fingerprint } : null
  const came = shown ? `${shown.algorithm} ${shown.fingerprint}` : 'a key of another type'
  if (!target.hostKey && target.acceptFingerprint === null) {
    return {
      ...fault(
        'host_key_unknown',
        `${host} has never been met. Its key is ${came}.`,
        fix('Compare with what the host itself shows, then trust it.', showKeyCommand),
      ),
      hostKey,
    }
  }
  const expected = target.acceptFingerprint ?? target.hostKey?.fingerprint ?? ''
  return {
    ...fault(
      'host_key_changed',
      `The key of ${host} is not the expected one. Expected ${expected}, got ${came}. The host was reinstalled, or someone is in between.`,
      fix(
        'Compare with what the host itself shows. If it matches, accept it with host_key_fingerprint.',
        showKeyCommand,
      ),
    ),
    hostKey,
  }
}

function loginFault(error: TransportError, { user, target, publicKey }: Reach): HostFault {
  const { tried = [], offered = [] } = error.details.login ?? {}
  const letKeyIn = installKeyCommand({ public_key: publicKey })
  const triedPassword = tried.includes('password') || tried.includes('keyboard-interactive')
  const keyToo = tried.includes('publickey') ? ', and our key before it' : ''
  if (triedPassword) {
    return fault(
      'password_refused',
      `The host refused the password of ${user}${keyToo}. The password is wrong, or there is no such user.`,
      fix(`Type the password again, or let our key in: run this as ${user} on the host.`, letKeyIn),
    )
  }
  const takes = offered.length > 0 ? ` It takes: ${offered.join(', ')}.` : ''
  if (target.password !== null && offered.length > 0) {
    return fault(
      'key_refused',
      `The host refused our key for ${user} and takes no passwords.${takes}`,
      fix(`Let our key in: run this as ${user} on the host.`, letKeyIn),
    )
  }
  return fault(
    'key_refused',
    `The host refused our key for ${user}, and no password was given. The key is not installed there, or there is no such user.${takes}`,
    fix(`Let our key in: run this as ${user} on the host. Or give the password.`, letKeyIn),
  )
}

type SocketCode =
  | 'socket_missing'
  | 'socket_permission_denied'
  | 'daemon_not_running'
  | 'forwarding_forbidden_and_no_helper'
  | 'pipe_corrupted'
  | 'socket_failed'
  | 'socket_timeout'

function socketFault(error: TransportError, code: SocketCode, { user }: Reach): HostFault {
  const whom = user ?? 'The user that Podyard runs as'
  switch (code) {
    case 'socket_permission_denied':
      return fault(
        'socket_permission_denied',
        `${whom} may not open libvirt’s socket: the user is not in the group libvirt.`,
        fix(
          'Add the user to the group on the host. It counts from the next login on.',
          `sudo usermod -aG libvirt ${user ?? '"$USER"'}`,
        ),
      )
    case 'socket_missing':
      return fault(
        'socket_missing',
        'There is no libvirt socket: libvirt is not installed, or not running.',
        fix(
          'Install libvirt on the host and start it.',
          'sudo apt install qemu-system libvirt-daemon-system && sudo systemctl enable --now libvirtd',
        ),
      )
    case 'daemon_not_running':
      return fault(
        'daemon_not_running',
        'libvirt is installed, but nobody answers at its socket: libvirtd is stopped.',
        fix('Start libvirt on the host.', 'sudo systemctl start libvirtd'),
      )
    case 'forwarding_forbidden_and_no_helper':
      return fault(
        'forwarding_forbidden',
        `sshd does not pass us on to libvirt’s socket, and neither virt-ssh-helper nor nc could be run instead.${because(error.details)}`,
        fix(
          'Install nc on the host, or set AllowStreamLocalForwarding yes in its sshd_config.',
          'sudo apt install netcat-openbsd',
        ),
      )
    case 'pipe_corrupted':
      return fault(
        'libvirt_refused',
        `Something on the host prints into the connection, mostly a start-up file of ${whom}’s shell.${because(error.details)}`,
        fix(
          'Let the start-up files be silent when no terminal is there. Put this line at their top.',
          '[ -t 0 ] || return 0',
        ),
      )
    case 'socket_failed':
      return fault(
        'libvirt_refused',
        `libvirt’s socket could not be opened.${because(error.details) || ` It said: ${sentence(error.message)}`}`,
        fix('See how libvirt is on the host.', 'sudo systemctl status libvirtd'),
      )
    case 'socket_timeout':
      return fault(
        'libvirt_timeout',
        'libvirt’s socket did not open in time: libvirtd or the login shell of the host hangs.',
        fix(
          'Restarting libvirtd leaves running machines alone.',
          'sudo systemctl restart libvirtd',
        ),
      )
    default:
      return code satisfies never
  }
}

/** What the host itself said, last and most telling. */
function because({ attempts = [] }: TransportErrorDetails): string {
  const said = attempts.findLast(({ failure }: SocketAttempt) => failure !== undefined)?.failure
  return said === undefined ? '' : ` It said: ${sentence(said)}`
}
