import {
  type MachineAction,
  type MachineRefusal,
  type MachineSituation,
  whyNot,
} from '../../contract/rules/machine-can.ts'
import { AppError, notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { HostConnection } from '../hypervisor/port.ts'
import type { ListedMachine } from '../store/machines.ts'
import type { SessionUser } from '../store/sessions.ts'
import type { Store, Transaction } from '../store/store.ts'
import { hostAway, tellHostProblems } from './host-problem.ts'
import type { MachineJobs } from './machine-jobs.ts'
import type { PodServices } from './pod-services.ts'

/** What the use cases of machines stand on. */
export type MachineServices = Pick<PodServices, 'store' | 'fleet' | 'secrets' | 'clock'> & {
  jobs: MachineJobs
}

type Readable = Pick<Store | Transaction, 'machines' | 'pods'>

/** @throws AppError `not_found` */
export async function requireMachine(
  { machines }: Pick<Readable, 'machines'>,
  systemId: string,
): Promise<ListedMachine> {
  const [machine] = await machines.list({ systemIds: [systemId] })
  if (!machine) throw notFound()
  return machine
}

export const situationOf = (machine: ListedMachine, live: boolean): MachineSituation => ({
  system_id: machine.system_id,
  hostname: machine.hostname,
  status: machine.status,
  locked: machine.locked,
  owner: machine.owner ?? '',
  creation: machine.creation,
  domain_state: machine.domain_state,
  live,
})

/**
 * Whether an action has anything to do on a machine.
 *
 * @throws AppError: why it may not be done
 */
export async function requireAllowed(
  { fleet }: Pick<MachineServices, 'fleet'>,
  readable: Pick<Readable, 'pods'>,
  action: MachineAction,
  machine: ListedMachine,
  user: SessionUser,
): Promise<'needed' | 'no effect'> {
  const live = fleet.connection(machine.pod_id) !== null
  const refusal = whyNot(action, situationOf(machine, live), user)
  if (!refusal) return 'needed'
  if (refusal.code === 'no_effect') return 'no effect'
  if (refusal.code === 'host_away') throw await hostAway(readable, machine.pod_id)
  throw refused(refusal.code, refusal)
}

const refused = (
  code: Exclude<MachineRefusal['code'], 'no_effect' | 'host_away'>,
  { message }: MachineRefusal,
) => new AppError(code, message)

/**
 * Does `work` on the host of a machine, and stores what the machine has become by it.
 *
 * @throws AppError: why the host cannot be used, or does not do it
 */
export async function onHost(
  { store, fleet }: Pick<MachineServices, 'store' | 'fleet'>,
  { pod_id, domain_uuid }: ListedMachine,
  signal: AbortSignal,
  work: (connection: HostConnection) => Promise<unknown>,
): Promise<void> {
  const connection = fleet.connection(pod_id)
  if (!connection) throw await hostAway(store, pod_id)
  await tellHostProblems(signal, async () => {
    await work(connection)
    await fleet.readMachines(pod_id, [domain_uuid])
  })
}

/**
 * A machine that is just being composed, or was not made to the end, is the composer's alone.
 *
 * @throws AppError `wrong_state`
 */
export async function requireMade(
  { reservations }: Pick<Store | Transaction, 'reservations'>,
  { system_id, hostname }: ListedMachine,
): Promise<void> {
  const reservation = await reservations.ofMachine(system_id)
  if (!reservation || reservation.state === 'made') return
  const what =
    reservation.state === 'composing'
      ? 'is just being composed. Wait until that is done.'
      : 'could not be made, and is removed as soon as its host can be reached.'
  throw new AppError('wrong_state', `${hostname} ${what}`)
}

/** Who did what to a machine. By its system_id, which stays when the hostname changes. */
export const auditMachine = (
  tx: Transaction,
  { user, ip }: Pick<Call, 'user' | 'ip'>,
  action: string,
  { system_id, hostname }: Pick<ListedMachine, 'system_id' | 'hostname'>,
  detail: Record<string, unknown> = {},
): Promise<void> =>
  tx.audit.add({
    username: user.username,
    action: `machine.${action}`,
    subject: `machine ${system_id}`,
    source_ip: ip,
    detail: { ...detail, hostname },
  })

/** What was tried, and why it failed. */
export const auditFailure = (
  { store }: Pick<MachineServices, 'store'>,
  call: Pick<Call, 'user' | 'ip'>,
  action: string,
  machine: Pick<ListedMachine, 'system_id' | 'hostname'>,
  error: unknown,
): Promise<void> =>
  store.transaction((tx) => auditMachine(tx, call, action, machine, { failed: reasonOf(error) }))

/** In words for a status or an event; what failed inside is for the log. */
export const reasonOf = (error: unknown): string =>
  error instanceof AppError ? error.message : 'Podyard failed inside.'

/** What was said about it, if anything was. */
export const said = (comment: string | undefined) => (comment ? { comment } : {})
