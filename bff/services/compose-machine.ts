import { syncMachines } from '../fleet/sync-machines.ts'
import type { Call } from '../handlers.ts'
import { ComposeError } from '../hypervisor/compose/compose-error.ts'
import type { ComposedMachine, MachinePlan } from '../hypervisor/compose/port.ts'
import type { HostConnection } from '../hypervisor/port.ts'
import type { Transaction } from '../store/store.ts'
import { type ComposeInput, type Creation, reserve, type Reserved } from './compose-reserve.ts'
import { hostAway, tellHostProblems } from './host-problem.ts'
import type { PodServices } from './pod-services.ts'

type Services = Pick<PodServices, 'store' | 'fleet' | 'clock'>

/**
 * Makes a machine on a pod: checks and takes the room in one transaction, then asks the host for it, outside of any.
 * Whatever fails, neither the store nor the host keeps anything of it. Resolves to its system_id.
 *
 * @throws AppError: `not_found`, `invalid_input`, `no_room`, or why the host did not do it, with the step
 */
export async function composeMachine(
  services: Services,
  input: ComposeInput,
  call: Call,
  creation: Creation = 'manual',
): Promise<string> {
  const { store, fleet, clock } = services
  const at = clock.now().toISOString()
  const { reserved, connection } = await store.transaction(async (tx) => {
    const taken = await reserve(tx, input, creation, at)
    const open = fleet.connection(input.id)
    if (!open) throw await hostAway(tx, input.id)
    return { reserved: taken, connection: open }
  })
  // Nobody but the host itself stops what was begun: not even a client that has gone.
  const signal = new AbortController().signal
  return tellHostProblems(signal, () => make(services, reserved, connection, call))
}

async function make(
  { store }: Services,
  { machine, plan, pod }: Reserved,
  connection: HostConnection,
  call: Call,
): Promise<string> {
  let composed: ComposedMachine
  try {
    composed = await connection.maker.compose(plan)
  } catch (error) {
    await store.transaction((tx) => giveUp(tx, machine, error, call))
    throw error
  }
  await store.transaction(async (tx) => {
    if (!(await tx.reservations.ofMachine(machine.system_id))) return
    await syncMachines(tx.machines, pod, [composed.facts], { complete: false, gone: [] })
    await tx.machines.update(machine, { status: 4 })
    const promised = Object.fromEntries(composed.promised)
    await tx.reservations.update(machine.system_id, { state: 'made', promised })
    await auditCompose(tx, call, machine, planDetail(plan))
  })
  return machine.system_id
}

type Machine = Reserved['machine']

/** What may be left on the host keeps its row, for whoever cleans up. */
async function giveUp(tx: Transaction, machine: Machine, error: unknown, call: Call) {
  const failed = error instanceof Error ? error.message : 'Podyard failed inside.'
  const step = error instanceof ComposeError ? error.step : null
  await auditCompose(tx, call, machine, { failed, ...(step && { step }) })
  if (error instanceof ComposeError && !error.leftovers) return tx.machines.delete([machine])
  await abandon(tx, machine, failed)
}

/** Shown as failed until the host has been cleaned up. */
export async function abandon(
  tx: Transaction,
  machine: Pick<Machine, 'system_id' | 'pod_id'>,
  why: string,
): Promise<void> {
  const status_message = `It could not be made: ${why} What is left of it on the host is removed as soon as the host can be reached.`
  await tx.machines.update(machine, { status: 2, status_message })
  await tx.reservations.update(machine.system_id, { state: 'abandoned' })
}

const planDetail = ({ cores, memoryMiB, disks }: MachinePlan) => ({
  cores,
  memory: memoryMiB,
  disks: disks.map(({ bytes }) => bytes),
})

const auditCompose = (
  tx: Transaction,
  { user, ip }: Call,
  { system_id, hostname }: Machine,
  detail: Record<string, unknown>,
): Promise<void> =>
  tx.audit.add({
    username: user.username,
    action: 'machine.compose',
    subject: `machine ${system_id}`,
    source_ip: ip,
    detail: { ...detail, hostname },
  })
