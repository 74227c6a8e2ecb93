/** Failures are inputs: a well-known host name in the address brings each of them about. */
import type { CheckName } from '../contract/check.ts'
import type { Problem } from '../contract/problem.ts'
import { installKeyCommand } from '../contract/ssh-key.ts'
import type { Target } from './address.ts'
import { ownKey } from './version.ts'

export type Fault = {
  at: CheckName
  problem: Pick<Problem, 'code' | 'message' | 'fix'>
  /** Milliseconds that the step takes. */
  takes?: number
  /** Whether this request meets it. */
  when?: (request: { password: string }) => boolean
}

type Faults = Record<string, (target: Target) => Fault>

const login = ({ user, host }: Target) => `ssh ${user}@${host}`

const silent = ({ host, port }: Target): Fault => ({
  at: 'tcp',
  takes: 1500,
  problem: {
    code: 'tcp_timeout',
    message: `${host} did not answer on port ${port} within 10 seconds.`,
    fix: {
      text: 'Check that the host is on and that no firewall drops the connection.',
      command: `nc -vz ${host} ${port}`,
    },
  },
})

const faults: Faults = {
  'no-such-host.example': ({ host }) => ({
    at: 'dns',
    problem: {
      code: 'dns_failed',
      message: `No address was found for ${host}.`,
      fix: {
        text: 'Check the spelling, or use the IP address of the host.',
        command: `getent hosts ${host}`,
      },
    },
  }),
  'closed-port.example': ({ host, port }) => ({
    at: 'tcp',
    problem: {
      code: 'tcp_refused',
      message: `${host} refused the connection to port ${port}.`,
      fix: {
        text: 'Start the SSH server on the host, or give its port in the address.',
        command: 'sudo systemctl enable --now ssh',
      },
    },
  }),
  'timeout.example': silent,
  // The unreachable host of the seed.
  'heron.yard.example': silent,
  'key-refused.example': (target) => ({
    at: 'login',
    when: ({ password }) => password === '',
    problem: {
      code: 'key_refused',
      message: `${target.host} does not accept Podyard’s key for the user ${target.user}.`,
      fix: {
        text: `Run this as ${target.user} on the host, or enter the password of the user.`,
        command: installKeyCommand(ownKey),
      },
    },
  }),
  'wrong-password.example': (target) => ({
    at: 'login',
    problem: {
      code: 'password_refused',
      message: `${target.host} does not accept this password for the user ${target.user}.`,
      fix: {
        text: 'Enter the password again, or install the public key and leave the password empty.',
        command: login(target),
      },
    },
  }),
  'outsider.example': ({ user, host }) => ({
    at: 'socket',
    problem: {
      code: 'socket_permission_denied',
      message: `The user ${user} may not use libvirt on ${host}: not in the group libvirt.`,
      fix: {
        text: 'Add the user to the group on the host, then try again.',
        command: `sudo usermod -aG libvirt ${user}`,
      },
    },
  }),
  'stopped-libvirtd.example': ({ host }) => ({
    at: 'socket',
    problem: {
      code: 'daemon_not_running',
      message: `libvirtd is not running on ${host}.`,
      fix: {
        text: 'Start it on the host.',
        command: 'sudo systemctl enable --now libvirtd.socket',
      },
    },
  }),
  'forwarding-forbidden.example': ({ host, user }) => ({
    at: 'socket',
    problem: {
      code: 'forwarding_forbidden',
      message: `sshd on ${host} forbids every way to the libvirt socket.`,
      fix: {
        text: `Allow stream forwarding for ${user} in /etc/ssh/sshd_config, then restart sshd.`,
        command: `printf 'Match User ${user}\\n  AllowStreamLocalForwarding yes\\n' | sudo tee -a /etc/ssh/sshd_config && sudo systemctl restart ssh`,
      },
    },
  }),
}

/** Its key differs from the pinned one, which `changedKey` tells. */
export const changedKeyHost = 'changed-key.example'

export const faultOf = (target: Target): Fault | undefined =>
  target.host === null ? undefined : faults[target.host]?.(target)
