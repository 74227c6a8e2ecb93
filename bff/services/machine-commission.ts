import type { Parsed } from '../../contract/endpoints.ts'
import { AppError, fieldError } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { ListedMachine } from '../store/machines.ts'
import {
  auditFailure,
  auditMachine,
  type MachineServices,
  onHost,
  reasonOf,
  requireAllowed,
  requireMade,
  requireMachine,
} from './machine-services.ts'

const commissioning = 1
const failed = 2
const ready = 4

type Input = Parsed<'machineCommission'>

/**
 * Reads anew what the host knows of a machine: cores, memory, disks, interfaces. Nothing is started or rebooted. Resolves
 * when the status is Commissioning; it becomes Ready or Failed commissioning behind that.
 *
 * @throws AppError: why it may not be done
 */
export async function commissionMachine(
  services: MachineServices,
  input: Input,
  call: Call,
): Promise<void> {
  refuseScripts(input)
  const { store, jobs } = services
  const machine = await requireMachine(store, input.system_id)
  const begin = () =>
    store.transaction(async (tx) => {
      const now = await requireMachine(tx, input.system_id)
      await requireAllowed(services, tx, 'commission', now, call.user)
      await requireMade(tx, now)
      const { status } = now
      const patch = { status: commissioning, previous_status: status, status_message: '' } as const
      await tx.machines.update(now, patch)
      await auditMachine(tx, call, 'commission', now)
    })
  await jobs.begin(machine, 'commissioned', begin, async (signal) => {
    try {
      await onHost(services, machine, signal, async () => {})
      await requireKnown(services, machine)
      await end(services, machine, ready, '')
    } catch (error) {
      await auditFailure(services, call, 'commission', machine, error)
      await end(services, machine, failed, reasonOf(error))
    }
  })
}

/** Scripts run in the machine; what is known here is known without it. */
function refuseScripts({ commissioning_scripts, testing_scripts }: Input): void {
  for (const [field, scripts] of Object.entries({ commissioning_scripts, testing_scripts })) {
    if (scripts === undefined || scripts === 'none') continue
    throw fieldError(field, 'Podyard commissions from what libvirt knows and runs no scripts.')
  }
}

/** @throws AppError when the host does not tell what makes a machine */
async function requireKnown({ store }: MachineServices, { system_id, hostname }: ListedMachine) {
  const { architecture, cpu_count, memory_mib } = await requireMachine(store, system_id)
  const unknown = [
    ...(architecture === '' ? ['architecture'] : []),
    ...(cpu_count === 0 ? ['cores'] : []),
    ...(memory_mib === 0 ? ['memory'] : []),
  ]
  if (unknown.length === 0) return
  const message = `The host does not tell the ${unknown.join(' and ')} of ${hostname}.`
  throw new AppError('libvirt_refused', message)
}

/** Unless it was aborted or deleted meanwhile. */
async function end(
  { store }: MachineServices,
  { system_id }: ListedMachine,
  status: typeof ready | typeof failed,
  status_message: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    const [machine] = await tx.machines.list({ systemIds: [system_id] })
    if (machine?.status !== commissioning) return
    await tx.machines.update(machine, { status, status_message, previous_status: null })
  })
}
