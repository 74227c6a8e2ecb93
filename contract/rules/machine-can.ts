/**
 * What may be done to a machine, by whom, and why not: asked by the BFF before it acts, by the mocks, and by the UI for
 * the reasons of disabled buttons. Where MAAS has words for a refusal, they are the message, because scripts match on
 * them.
 */
import type { DomainState, Machine, MachineStatus } from '../machine.ts'
import { machineStatuses } from '../machine.ts'

export const machineActions = [
  'commission',
  'acquire',
  'deploy',
  'release',
  'power_on',
  'power_off',
  'abort',
  'test',
  'mark_broken',
  'mark_fixed',
  'lock',
  'unlock',
  /** Hostname, zone, pool, tags, description. */
  'update',
  'delete',
] as const
export type MachineAction = (typeof machineActions)[number]

/** All that an answer depends on. */
export type MachineSituation = {
  system_id: string
  hostname: string
  status: MachineStatus
  locked: boolean
  /** User name; empty when nobody holds it. */
  owner: string
  creation: Machine['podyard']['creation']
  domain_state: DomainState
  /** Whether its host is connected. */
  live: boolean
}

export type MachineCaller = { username: string; is_superuser: boolean }

export type MachineRefusal = {
  /**
   * `no_effect`: it is so already; asking for it all the same is a success that changes nothing. `host_away`: nobody
   * can do it before the host is back.
   */
  code: 'forbidden' | 'locked' | 'wrong_state' | 'no_effect' | 'host_away'
  /** For an answer of the API. */
  message: string
  /** For a button that is disabled: one short sentence. */
  label: string
}

export function situationOf(machine: Machine): MachineSituation {
  const { system_id, hostname, status, locked, owner } = machine
  const { creation, domain_state, live } = machine.podyard
  return {
    system_id,
    hostname,
    status: status as MachineStatus,
    locked,
    owner,
    creation,
    domain_state,
    live,
  }
}

/** Why not; null where it may be done. Whether the caller may is told before anything else. */
export function whyNot(
  action: MachineAction,
  machine: MachineSituation,
  caller: MachineCaller,
): MachineRefusal | null {
  return (
    notTheirs(action, machine, caller) ??
    without(action, machine) ??
    lockedAgainst(action, machine) ??
    unheld(action, machine, caller) ??
    wrongState(action, machine) ??
    hostAway(action, machine)
  )
}

const forAdmins = new Set<MachineAction>(['commission', 'mark_fixed', 'update', 'delete'])

function notTheirs(
  action: MachineAction,
  { hostname, owner }: MachineSituation,
  { username, is_superuser }: MachineCaller,
): MachineRefusal | null {
  if (is_superuser) return null
  if (forAdmins.has(action)) {
    return {
      code: 'forbidden',
      message: 'This method is reserved for admin users.',
      label: 'Only admins may.',
    }
  }
  // Who asks for a machine that somebody holds is told that it is not to be had, not that it is forbidden.
  if (action === 'acquire' || owner === '' || owner === username) return null
  return {
    code: 'forbidden',
    message: `${hostname} is held by somebody else.`,
    label: `${owner} holds it.`,
  }
}

/** What is so already. A paused machine counts as on, but can be made to go on. */
function without(
  action: MachineAction,
  { status, locked, domain_state }: MachineSituation,
): MachineRefusal | null {
  const is = (what: string): MachineRefusal => ({
    code: 'no_effect',
    message: `It is ${what} already.`,
    label: `It is ${what} already.`,
  })
  if (action === 'power_on' && (domain_state === 'running' || domain_state === 'blocked')) {
    return is('on')
  }
  if (action === 'power_off' && domain_state === 'shutoff') return is('off')
  if (action === 'release' && status === 4) return is('released')
  if (action === 'release' && status === 12) return is('being released')
  if (action === 'mark_broken' && status === 8) return is('marked broken')
  if (action === 'lock' && locked) return is('locked')
  if (action === 'unlock' && !locked) return is('unlocked')
  return null
}

function lockedAgainst(
  action: MachineAction,
  { hostname, locked }: MachineSituation,
): MachineRefusal | null {
  if (!locked || action === 'unlock') return null
  return {
    code: 'locked',
    message: `${hostname} is locked. Unlock it first.`,
    label: 'It is locked.',
  }
}

/** What nobody holds is the admins' alone, but for taking it. */
function unheld(
  action: MachineAction,
  { hostname, owner, creation }: MachineSituation,
  { is_superuser }: MachineCaller,
): MachineRefusal | null {
  if (owner !== '' || action === 'acquire' || action === 'deploy') return null
  const label = 'It has not been allocated.'
  // A machine that was there before was never given to anybody, and its admin switches it on as before.
  if (action === 'power_on' && (!is_superuser || creation !== 'pre_existing')) {
    return {
      code: 'wrong_state',
      message: "Can't start node: it hasn't been allocated.",
      label,
    }
  }
  if (is_superuser) return null
  const message = `${hostname} is held by nobody. Allocate it first.`
  return { code: 'forbidden', message, label }
}

/** The statuses in which an action is possible; any where there is no list. */
const from: Partial<Record<MachineAction, readonly MachineStatus[]>> = {
  commission: [0, 2, 4, 8, 22],
  acquire: [4],
  deploy: [4, 10],
  release: [5, 6, 8, 9, 10, 11, 13],
  power_on: [0, 2, 4, 5, 6, 8, 10, 11, 13, 22],
  power_off: [0, 2, 4, 5, 6, 8, 9, 10, 11, 13, 21, 22],
  abort: [1, 9, 12, 21],
  test: [2, 4, 6, 8, 22],
  mark_broken: [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 13, 21, 22],
  mark_fixed: [8],
}

const messages: Partial<
  Record<MachineAction, (name: string, machine: MachineSituation) => string>
> = {
  commission: () => 'Commission is not available because of the current state of the node.',
  deploy: (name) => `Can't deploy a machine that is in the '${name}' state`,
  release: (name) => `Machine cannot be released in its current state ('${name}').`,
  abort: (name, { system_id }) =>
    `Cannot abort in current state: node ${system_id} is in state ${name}.`,
  mark_fixed: () => "Can't mark a non-broken node as 'Ready'.",
}

const verbs: Partial<Record<MachineAction, string>> = {
  acquire: 'allocate',
  power_on: 'power on',
  power_off: 'power off',
  test: 'test',
  mark_broken: 'mark as broken',
}

function wrongState(action: MachineAction, machine: MachineSituation): MachineRefusal | null {
  const { status, owner, hostname } = machine
  const name = machineStatuses[status]
  if (from[action]?.includes(status) === false) {
    const message =
      messages[action]?.(name, machine) ??
      `Can't ${verbs[action]} a machine that is in the '${name}' state`
    return { code: 'wrong_state', message, label: `It is in the state ${name}.` }
  }
  if (action === 'acquire' && owner !== '') {
    const message = `${hostname} is held by ${owner}.`
    return { code: 'wrong_state', message, label: `${owner} holds it.` }
  }
  return null
}

function hostAway(action: MachineAction, machine: MachineSituation): MachineRefusal | null {
  if (machine.live || !needsHost(action, machine)) return null
  return {
    code: 'host_away',
    message: `The host of ${machine.hostname} cannot be reached.`,
    label: 'Its host cannot be reached.',
  }
}

const needHost = new Set<MachineAction>(['commission', 'deploy', 'power_on', 'power_off', 'test'])

/** A machine that is off is released, and one that stays on its host is forgotten, in the store alone. */
function needsHost(action: MachineAction, { creation, domain_state }: MachineSituation): boolean {
  if (action === 'release') return domain_state !== 'shutoff' || creation === 'dynamic'
  if (action === 'delete') return creation !== 'pre_existing'
  return needHost.has(action)
}
