/** What is decided here and not on the host: locks, and machines that are broken. */
import type { MachineStatus } from '../../contract/machine.ts'
import type { MachineAction } from '../../contract/rules/machine-can.ts'
import type { Call } from '../handlers.ts'
import type { ListedMachine, MachinePatch } from '../store/machines.ts'
import {
  auditMachine,
  type MachineServices,
  requireAllowed,
  requireMachine,
  said,
} from './machine-services.ts'

type Input = { system_id: string; comment?: string | undefined }
type Mark = 'lock' | 'unlock' | 'mark_broken' | 'mark_fixed'

const broken = 8
const ready = 4
/** Statuses that somebody holds a machine in; a broken one returns to them when it is fixed. */
const held: ReadonlySet<MachineStatus> = new Set([5, 6, 10])

const patches: Record<Mark, (machine: ListedMachine, input: Input) => MachinePatch> = {
  lock: () => ({ locked: true }),
  unlock: () => ({ locked: false }),
  mark_broken: ({ status }, { comment = '' }) => ({
    status: broken,
    previous_status: status,
    status_message: comment,
  }),
  mark_fixed: ({ previous_status, owner_id }) => ({
    status:
      previous_status !== null && owner_id !== null && held.has(previous_status)
        ? previous_status
        : ready,
    previous_status: null,
    status_message: '',
  }),
}

/**
 * Locks, unlocks, marks as broken or as fixed. Who holds a machine goes on holding it.
 *
 * @throws AppError: why it may not be done
 */
export async function markMachine(
  services: MachineServices,
  mark: Mark & MachineAction,
  input: Input,
  call: Call,
): Promise<void> {
  await services.store.transaction(async (tx) => {
    const machine = await requireMachine(tx, input.system_id)
    const todo = await requireAllowed(services, tx, mark, machine, call.user)
    if (todo === 'no effect') return
    await tx.machines.update(machine, patches[mark](machine, input))
    await auditMachine(tx, call, mark, machine, said(input.comment))
  })
}
