import { AppError } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { Removed } from '../hypervisor/compose/port.ts'
import type { StoredMachine } from '../store/machines.ts'
import type { Transaction } from '../store/store.ts'
import { hostAway, tellHostProblems } from './host-problem.ts'
import type { PodServices } from './pod-services.ts'

type Services = Pick<PodServices, 'store' | 'fleet'>
type Machine = Pick<StoredMachine, 'system_id' | 'pod_id' | 'domain_uuid' | 'hostname'>

/**
 * Removes a machine from its host, with its disks but those that another machine uses, then from the store. May be
 * repeated after a failure.
 *
 * @throws AppError: why the host did not do it; the machine is then still there
 */
export async function decomposeMachine(
  { store, fleet }: Services,
  machine: Machine,
  call: Call,
): Promise<void> {
  const { pod_id, system_id } = machine
  const reservation = await store.reservations.ofMachine(system_id)
  if (reservation?.state === 'composing') {
    throw new AppError('conflict', `${machine.hostname} is being composed. Wait for its end.`)
  }
  const connection = fleet.connection(pod_id)
  if (!connection) throw await hostAway(store, pod_id)
  const doomed = { uuid: machine.domain_uuid, volumes: reservation?.volumes ?? [] }
  const removed = await tellHostProblems(new AbortController().signal, () =>
    connection.maker.decompose(doomed),
  )
  await store.transaction(async (tx) => {
    await tx.machines.delete([machine])
    await auditDecompose(tx, call, machine, removed)
  })
}

const auditDecompose = (
  tx: Transaction,
  { user, ip }: Call,
  { system_id, hostname }: Machine,
  { deleted, kept }: Removed,
): Promise<void> =>
  tx.audit.add({
    username: user.username,
    action: 'machine.decompose',
    subject: `machine ${system_id}`,
    source_ip: ip,
    detail: { hostname, deleted_volumes: deleted, ...(kept.length > 0 && { kept_volumes: kept }) },
  })
