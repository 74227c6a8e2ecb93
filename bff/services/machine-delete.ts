import type { Call } from '../handlers.ts'
import { decomposeMachine } from './decompose-machine.ts'
import {
  auditFailure,
  auditMachine,
  type MachineServices,
  requireAllowed,
  requireMachine,
  requireMade,
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
  await requireMade(store, machine)
  if (machine.creation === 'pre_existing') {
    await jobs.alone(machine, 'deleted', () => forget(services, system_id, call))
    return
  }
  await jobs.alone(machine, 'deleted', async () => {
    try {
      await decomposeMachine(services, machine, call)
    } catch (error) {
      await auditFailure(services, call, 'delete', machine, error)
      throw error
    }
  })
}

const forget = (services: MachineServices, systemId: string, call: Call) =>
  services.store.transaction(async (tx) => {
    const machine = await requireMachine(tx, systemId)
    await requireAllowed(services, tx, 'delete', machine, call.user)
    await tx.forgotten.add(machine.pod_id, machine.domain_uuid)
    await tx.machines.delete([machine])
    await auditMachine(tx, call, 'delete', machine, { kept_on_host: true })
  })
