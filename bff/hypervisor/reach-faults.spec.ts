import { describe, expect, test } from 'vitest'
import { problemCodes } from '../../contract/problem.ts'
import {
  parseLibvirtUri,
  TransportError,
  type TransportErrorCode,
  type TransportErrorDetails,
} from '../../libvirt/index.ts'
import { reachFault } from './reach-faults.ts'

const pinned = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:old' }
const shown = { algorithm: 'ssh-rsa', fingerprint: 'SHA256:new', keyBlob: new Uint8Array() }

const faultOf = (
  code: TransportErrorCode,
  details: TransportErrorDetails = {},
  more: { password?: string; hostKey?: typeof pinned; acceptFingerprint?: string } = {},
) =>
  reachFault(new TransportError(code, 'what ssh said', { details }), {
    address: parseLibvirtUri('qemu+ssh://ubuntu@kvm.example:2222/system'),
    user: 'ubuntu',
    publicKey: 'ssh-ed25519 AAAA',
    target: {
      address: '',
      password: more.password ?? null,
      hostKey: more.hostKey ?? null,
      trust: 'first_use',
      acceptFingerprint: more.acceptFingerprint ?? null,
    },
  })

/** Every way a transport can fail, and what becomes of it. */
const codes: Record<TransportErrorCode, string> = {
  dns_failed: 'dns_failed',
  dns_timeout: 'dns_failed',
  tcp_refused: 'tcp_refused',
  tcp_timeout: 'tcp_timeout',
  tcp_unreachable: 'tcp_unreachable',
  tcp_failed: 'tcp_unreachable',
  handshake_failed: 'ssh_handshake_failed',
  handshake_timeout: 'ssh_handshake_failed',
  host_key_type_missing: 'host_key_unknown',
  host_key_rejected: 'host_key_unknown',
  login_failed: 'key_refused',
  login_timeout: 'ssh_handshake_failed',
  key_unusable: 'key_refused',
  agent_unavailable: 'key_refused',
  socket_missing: 'socket_missing',
  socket_permission_denied: 'socket_permission_denied',
  daemon_not_running: 'daemon_not_running',
  forwarding_forbidden_and_no_helper: 'forwarding_forbidden',
  pipe_corrupted: 'libvirt_refused',
  socket_failed: 'libvirt_refused',
  socket_timeout: 'libvirt_timeout',
  connection_lost: 'connection_lost',
  tunnel_forbidden: 'libvirt_refused',
  jump_forbidden: 'libvirt_refused',
  certificate_unusable: 'libvirt_refused',
  certificate_untrusted: 'libvirt_refused',
  certificate_name_mismatch: 'libvirt_refused',
  certificate_expired: 'libvirt_refused',
  client_certificate_refused: 'libvirt_refused',
  unencrypted_not_allowed: 'libvirt_refused',
}

test.each(Object.entries(codes))('%s is told as %s, in sentences, with a fix', (code, told) => {
  const fault = faultOf(code as TransportErrorCode)
  expect(fault.code).toBe(told)
  expect(problemCodes).toContain(told)
  expect(fault.message).toMatch(/^\S.*[.?]$/s)
  if (code !== 'connection_lost') {
    expect(fault.fix?.text).toMatch(/^[A-Z].*\.$/)
    expect(fault.fix?.command).toBeTruthy()
  }
})

describe('who was refused', () => {
  const tried = (...methods: ('publickey' | 'password' | 'keyboard-interactive')[]) => ({
    login: { tried: methods, offered: ['publickey', 'password'] },
  })

  test('the password, and the key before it', () => {
    const fault = faultOf('login_failed', tried('publickey', 'password'), { password: 'x' })
    expect(fault.code).toBe('password_refused')
    expect(fault.message).toMatch(/password of ubuntu, and our key before it/)
  })

  test('the key alone: the line that lets it in, and what the host would take', () => {
    const fault = faultOf('login_failed', tried('publickey'))
    expect(fault.code).toBe('key_refused')
    expect(fault.message).toContain('It takes: publickey, password.')
    expect(fault.fix?.command).toContain("echo 'ssh-ed25519 AAAA' >> ~/.ssh/authorized_keys")
  })

  test('the key, where a password was given that the host does not take', () => {
    const details = { login: { tried: ['publickey'] as const, offered: ['publickey'] } }
    const fault = faultOf('login_failed', details, { password: 'x' })
    expect(fault.message).toContain('takes no passwords')
  })

  test('no password is ever in the words', () => {
    const fault = faultOf('login_failed', tried('password'), { password: 'hunter2' })
    expect(JSON.stringify(fault)).not.toContain('hunter2')
  })
})

describe('host keys', () => {
  test('one never met: which it is', () => {
    const fault = faultOf('host_key_rejected', { hostKey: shown })
    expect(fault).toMatchObject({
      code: 'host_key_unknown',
      hostKey: { algorithm: 'ssh-rsa', fingerprint: 'SHA256:new' },
    })
  })

  test.each([
    ['the pinned one', { hostKey: pinned }, 'SHA256:old'],
    ['the one to accept', { hostKey: pinned, acceptFingerprint: 'SHA256:wanted' }, 'SHA256:wanted'],
  ])('one other than %s: what was expected and what came', (_, how, expected) => {
    const fault = faultOf('host_key_rejected', { hostKey: shown }, how)
    expect(fault.code).toBe('host_key_changed')
    expect(fault.message).toContain(`Expected ${expected}, got ssh-rsa SHA256:new.`)
    expect(fault.fix?.text).toContain('host_key_fingerprint')
  })
})

test('what the host itself said is passed on', () => {
  const attempts = [
    { route: 'streamlocal', socketPath: '/a', failure: 'open failed' },
    { route: 'nc', socketPath: '/a', failure: 'nc: command not found' },
  ] as const
  const fault = faultOf('forwarding_forbidden_and_no_helper', { attempts })
  expect(fault.message).toMatch(/It said: nc: command not found\.$/)
})
