import { notAvailable } from '../errors.ts'
import type { Call } from '../handlers.ts'
import {
  auditMachine,
  type MachineServices,
  requireAllowed,
  requireMachine,
} from './machine-services.ts'

/**
 * Deletes a machine. One that Podyard found is only forgotten: it stays on its host as it is, and is shown again when
 * its pod is refreshed. One that was composed is destroyed with its disks.
 *
 * @throws AppError: why it may not be done, or why the host cannot
 */
export async function deleteMachine(
  services: MachineServices,
  { system_id }: { system_id: string },
  call: Call,
): Promise<void> {
  const { store, jobs } = services
  const machine = await requireMachine(store, system_id)
  await requireAllowed(services, store, 'delete', machine, call.user)
  if (machine.creation !== 'pre_existing') throw notAvailable('Deleting a composed machine')
  await jobs.alone(machine, 'deleted', () =>
    store.transaction(async (tx) => {
      const now = await requireMachine(tx, system_id)
      await requireAllowed(services, tx, 'delete', now, call.user)
      await tx.forgotten.add(now.pod_id, now.domain_uuid)
      await tx.machines.delete([now])
      await auditMachine(tx, call, 'delete', now, { kept_on_host: true })
    }),
  )
}
