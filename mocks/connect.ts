import { type Check, type CheckName, checkNames } from '../contract/check.ts'
import type { HostKey } from '../contract/problem.ts'
import type { Target } from './address.ts'
import { type Db, iso } from './db.ts'
import { changedKeyHost, type Fault, faultOf } from './fault.ts'
import { Refusal } from './refusal.ts'
import { fingerprint, hash } from './stable.ts'

export type ConnectRequest = {
  signal: AbortSignal
  password: string
  pinned: HostKey | null
  host_key_fingerprint?: string | undefined
  trust?: 'first_use' | 'ask' | undefined
  operation_id?: string | undefined
}

export type Connected = {
  host_key: (HostKey & { pinned_at: string }) | null
  transport: string
  checks: Check[]
}

const stepMs = 120

/** Goes through the steps as the server does, telling each on the stream; throws the refusal of the one that fails. */
export async function connect(db: Db, target: Target, request: ConnectRequest): Promise<Connected> {
  const checks: Check[] = []
  const tell = (check: Check) => {
    if (request.operation_id === undefined) return
    const data = { operation_id: request.operation_id, check }
    db.feed.publish({ event: 'check', data })
  }
  const fault = faultFor(target, request)
  for (const name of checkNames) {
    if (target.host === null && isRemote(name)) {
      const skipped = done(name, 'skipped', 'The host is this machine.', 0)
      checks.push(skipped)
      tell(skipped)
      continue
    }
    const duration = name === fault?.at ? (fault.takes ?? stepMs) : stepMs
    tell({ name, state: 'running', detail: null, fix: null, duration_ms: null })
    await db.pause(duration)
    request.signal.throwIfAborted()
    if (name === fault?.at) {
      const failed: Check = {
        ...done(name, 'failed', fault.problem.message, duration),
        fix: fault.problem.fix ?? null,
      }
      tell(failed)
      throw new Refusal({ ...fault.problem, checks: [...checks, failed, ...skippedAfter(name)] })
    }
    const check = passed(name, target, request, duration)
    checks.push(check)
    tell(check)
  }
  return {
    host_key: target.host === null ? null : { ...keyOf(target), pinned_at: iso(db.now()) },
    transport: target.host === null ? 'unix' : 'direct channel',
    checks,
  }
}

function faultFor(target: Target, request: ConnectRequest): Fault | undefined {
  const fault = faultOf(target)
  // The steps are gone through in order: a fault before the host key hides the question about it.
  if (fault && (fault.at === 'dns' || fault.at === 'tcp')) return fault
  const keyFault = target.host === null ? undefined : hostKeyFault(target, request)
  if (keyFault) return keyFault
  return fault && (fault.when?.(request) ?? true) ? fault : undefined
}

const showKeys = 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done'

function hostKeyFault(target: Target, request: ConnectRequest): Fault | undefined {
  const key = keyOf(target)
  const came = `${key.algorithm} ${key.fingerprint}`
  const expected =
    request.host_key_fingerprint ??
    request.pinned?.fingerprint ??
    (target.host === changedKeyHost ? fingerprint('an older key') : undefined)
  if (expected === key.fingerprint) return undefined
  if (expected !== undefined) {
    return {
      at: 'host_key',
      problem: {
        code: 'host_key_changed',
        message: `The key of ${target.host} is not the expected one. Expected ${expected}, got ${came}. The host was reinstalled, or someone is in between.`,
        fix: {
          text: 'Compare with what the host itself shows. If it matches, accept it with host_key_fingerprint.',
          command: showKeys,
        },
        host_key: key,
      },
    }
  }
  if (request.trust !== 'ask') return undefined
  return {
    at: 'host_key',
    problem: {
      code: 'host_key_unknown',
      message: `${target.host} has never been met. Its key is ${came}.`,
      fix: { text: 'Compare with what the host itself shows, then trust it.', command: showKeys },
      host_key: key,
    },
  }
}

export const keyOf = (target: Target): HostKey => ({
  algorithm: 'ssh-ed25519',
  fingerprint: fingerprint(`host key of ${target.host}:${target.port}`),
})

const isRemote = (name: CheckName) => ['dns', 'tcp', 'host_key', 'login'].includes(name)

const done = (
  name: CheckName,
  state: Check['state'],
  detail: string,
  duration_ms: number,
): Check => ({
  name,
  state,
  detail,
  fix: null,
  duration_ms,
})

const skippedAfter = (name: CheckName): Check[] =>
  checkNames
    .slice(checkNames.indexOf(name) + 1)
    .map((each) => done(each, 'skipped', 'An earlier step failed.', 0))

function passed(name: CheckName, target: Target, request: ConnectRequest, duration: number): Check {
  if (name === 'network' && target.host === 'dhcp.example') {
    return {
      ...done(name, 'warning', 'The network default hands out addresses by DHCP.', duration),
      fix: {
        text: 'Machines that boot from the network get answers from two DHCP servers. Switch it off on the host.',
        command: 'virsh net-edit default',
      },
    }
  }
  return done(name, 'ok', details[name](target, request), duration)
}

const details: Record<CheckName, (target: Target, request: ConnectRequest) => string> = {
  address: ({ address }) => address,
  dns: ({ host }) => ipOf(host ?? ''),
  tcp: ({ port }) => `port ${port} open`,
  host_key: (target) => keyOf(target).fingerprint,
  login: ({ user }, { password }) => `${user}, by ${password === '' ? 'key' : 'password'}`,
  socket: ({ host }) => (host === null ? '/run/libvirt/libvirt-sock' : 'direct channel'),
  libvirt: () => 'libvirt 10.0.0',
  qemu: () => 'QEMU 8.2.2',
  kvm: () => 'usable',
  storage_pool: () => 'default, running',
  network: () => 'maas',
}

const ipOf = (host: string) =>
  /^[\d.]+$|^\[/.test(host) ? host : `192.0.2.${(hash(host) % 250) + 2}`
