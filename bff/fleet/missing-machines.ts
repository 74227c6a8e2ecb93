import type { MachinePatch, StoredMachine } from '../store/machines.ts'
import type { Transaction } from '../store/store.ts'

/** MAAS's Missing: somebody counts on the machine, and its host does not have it. */
const missing = 3
const ready = 4
const words = 'Its host does not have it any more.'

/** A machine that was there before us, and that nobody holds, is its host's own business. */
const isOurs = ({ creation, owner_id }: StoredMachine) =>
  creation !== 'pre_existing' || owner_id !== null

/** Machines that their host does not tell of any more: those that are ours become missing, the others go. */
export async function settleGone(
  machines: Transaction['machines'],
  gone: readonly StoredMachine[],
): Promise<void> {
  await machines.delete(gone.filter((machine) => !isOurs(machine)))
  for (const machine of gone.filter(isOurs)) {
    if (machine.status === missing) continue
    await machines.update(machine, {
      status: missing,
      previous_status: machine.status,
      status_message: words,
      domain_state: 'nostate',
    })
  }
}

/** What a machine is again that its host tells of; nothing for one that was never missing. */
export const foundAgain = (machine: StoredMachine): MachinePatch =>
  machine.status === missing
    ? { status: machine.previous_status ?? ready, previous_status: null, status_message: '' }
    : {}
