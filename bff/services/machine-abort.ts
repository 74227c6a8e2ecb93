import type { MachineStatus } from '../../contract/machine.ts'
import type { Call } from '../handlers.ts'
import type { MachinePatch, StoredMachine } from '../store/machines.ts'
import type { Store } from '../store/store.ts'
import {
  auditMachine,
  type MachineServices,
  requireAllowed,
  requireMade,
  requireMachine,
  said,
} from './machine-services.ts'

/** What a machine becomes when that which it does is given up. */
const aborted: Partial<Record<MachineStatus, (machine: StoredMachine) => MachineStatus>> = {
  1: ({ previous_status }) => previous_status ?? 0,
  9: () => 10,
  12: () => 13,
  21: ({ previous_status }) => previous_status ?? 4,
}

const giveUp = (machine: StoredMachine, status_message: string): MachinePatch => ({
  status: aborted[machine.status]?.(machine) ?? machine.status,
  previous_status: null,
  status_message,
})

/**
 * Gives up what is being done to a machine.
 *
 * @throws AppError: why it may not be done
 */
export async function abortMachine(
  services: MachineServices,
  { system_id, comment }: { system_id: string; comment?: string | undefined },
  call: Call,
): Promise<void> {
  const { store, jobs } = services
  await store.transaction(async (tx) => {
    const machine = await requireMachine(tx, system_id)
    await requireAllowed(services, tx, 'abort', machine, call.user)
    await requireMade(tx, machine)
    await tx.machines.update(machine, giveUp(machine, `Aborted by ${call.user.username}.`))
    await auditMachine(tx, call, 'abort', machine, said(comment))
  })
  await jobs.abort(system_id)
}

/**
 * What the process before this one was doing is done by nobody any more. A machine that is just being composed has no
 * status before, and is not meant.
 */
export async function endInterrupted(store: Store): Promise<void> {
  const words = 'Podyard was restarted meanwhile.'
  await store.transaction(async (tx) => {
    for (const machine of await tx.machines.list()) {
      const { status, previous_status } = machine
      const ended = status === 12 ? 13 : status === 1 && previous_status !== null ? 2 : null
      if (ended === null) continue
      await tx.machines.update(machine, { status: ended, status_message: words })
    }
  })
}
