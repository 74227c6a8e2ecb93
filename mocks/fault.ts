/** Failures are inputs: a well-known host name in the address brings each of them about. */
import type { CheckName } from '../contract/check.ts'
import type { Problem, ProblemCode } from '../contract/problem.ts'
import { installKeyCommand } from '../contract/ssh-key.ts'
import type { Target } from './address.ts'
import { ownKey } from './version.ts'

export type Fault = {
  at: CheckName
  problem: Pick<Problem, 'code' | 'message' | 'fix' | 'host_key'>
  /** Milliseconds that the step takes. */
  takes?: number
  /** Whether this request meets it. */
  when?: (request: { password: string }) => boolean
}

const fault = (at: CheckName, code: ProblemCode, message: string, text: string, command: string) =>
  ({ at, problem: { code, message, fix: { text, command } } }) satisfies Fault

const silent = ({ host, port }: Target): Fault => ({
  ...fault(
    'tcp',
    'tcp_timeout',
    `${host} does not answer on port ${port}: a firewall drops the packets, or the host is down.`,
    'Check that the host is up, and let the port through.',
    `sudo ufw allow ${port}/tcp`,
  ),
  takes: 1500,
})

/** In the server's words. */
const faults: Record<string, (target: Target) => Fault> = {
  'no-such-host.example': ({ host }) =>
    fault(
      'dns',
      'dns_failed',
      `No DNS server and no hosts file knows the name ${host}.`,
      'Check the spelling, or use the IP address.',
      `getent hosts ${host}`,
    ),
  'closed-port.example': ({ host, port }) =>
    fault(
      'tcp',
      'tcp_refused',
      `${host} is up, but nothing listens on port ${port}: sshd is not running or uses another port.`,
      'Start sshd on the host, or put its port into the address.',
      'sudo systemctl start ssh',
    ),
  'timeout.example': silent,
  // The unreachable host of the seed.
  'heron.yard.example': silent,
  'key-refused.example': ({ user }) => ({
    ...fault(
      'login',
      'key_refused',
      `The host refused our key for ${user}, and no password was given. The key is not installed there, or there is no such user. It takes: publickey, password.`,
      `Let our key in: run this as ${user} on the host. Or give the password.`,
      installKeyCommand(ownKey),
    ),
    when: ({ password }) => password === '',
  }),
  'wrong-password.example': ({ user }) =>
    fault(
      'login',
      'password_refused',
      `The host refused the password of ${user}. The password is wrong, or there is no such user.`,
      `Type the password again, or let our key in: run this as ${user} on the host.`,
      installKeyCommand(ownKey),
    ),
  'outsider.example': ({ user }) =>
    fault(
      'socket',
      'socket_permission_denied',
      `${user} may not open libvirt’s socket: the user is not in the group libvirt.`,
      'Add the user to the group on the host. It counts from the next login on.',
      `sudo usermod -aG libvirt ${user}`,
    ),
  'stopped-libvirtd.example': () =>
    fault(
      'socket',
      'daemon_not_running',
      'libvirt is installed, but nobody answers at its socket: libvirtd is stopped.',
      'Start libvirt on the host.',
      'sudo systemctl start libvirtd',
    ),
  'forwarding-forbidden.example': () =>
    fault(
      'socket',
      'forwarding_forbidden',
      'sshd does not pass us on to libvirt’s socket, and neither virt-ssh-helper nor nc could be run instead.',
      'Install nc on the host, or set AllowStreamLocalForwarding yes in its sshd_config.',
      'sudo apt install netcat-openbsd',
    ),
}

/** Its key differs from the pinned one. */
export const changedKeyHost = 'changed-key.example'

export const faultOf = (target: Target): Fault | undefined =>
  target.host === null ? undefined : faults[target.host]?.(target)
