import type { Parsed } from '../../contract/endpoints.ts'
import { fieldError } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { ListedMachine, MachinePatch } from '../store/machines.ts'
import { decomposeMachine } from './decompose-machine.ts'
import { hostAway } from './host-problem.ts'
import {
  auditFailure,
  auditMachine,
  type MachineServices,
  onHost,
  reasonOf,
  requireAllowed,
  requireMachine,
  said,
} from './machine-services.ts'

const ready = 4
const releasing = 12
const releasingFailed = 13

/** What belongs to whoever held the machine goes with him. */
const released: MachinePatch = {
  status: ready,
  owner_id: null,
  owner_data: {},
  agent_name: '',
  status_message: '',
  previous_status: null,
}

/**
 * Gives a machine back: it is powered off, and Ready for others; one that was composed for whoever asked is deleted.
 * With `erase` zeros are written over its disks before. Resolves when its status is Releasing, or Ready where there is
 * nothing to do on the host; Releasing ends in Ready or Releasing failed.
 *
 * @throws AppError: why it may not be done
 */
export async function releaseMachine(
  services: MachineServices,
  { system_id, comment, erase = false, quick_erase = false }: Parsed<'machineRelease'>,
  call: Call,
): Promise<void> {
  const { store, fleet, jobs } = services
  const machine = await requireMachine(store, system_id)
  const { domain_uuid } = machine
  const todo = await requireAllowed(services, store, 'release', machine, call.user)
  if (todo === 'no effect') return
  if (erase && quick_erase) throw fieldError('quick_erase', noQuickErase)
  if (erase && !fleet.connection(machine.pod_id)) throw await hostAway(store, machine.pod_id)
  const begin = () =>
    store.transaction(async (tx) => {
      const now = await requireMachine(tx, system_id)
      await requireAllowed(services, tx, 'release', now, call.user)
      const atOnce = now.domain_state === 'shutoff' && now.creation !== 'dynamic' && !erase
      await tx.machines.update(now, atOnce ? released : { status: releasing, status_message: '' })
      await auditMachine(tx, call, 'release', now, { erase, ...said(comment) })
    })
  await jobs.begin(machine, 'released', begin, async (signal) => {
    const { status } = await requireMachine(store, system_id)
    if (status !== releasing) return
    try {
      await onHost(services, machine, signal, ({ power }) => power.off(domain_uuid))
      if (signal.aborted) return
      if (erase)
        await onHost(services, machine, signal, ({ power }) => power.erase(domain_uuid, signal))
      if (machine.creation === 'dynamic') await decomposeMachine(services, machine, call)
      else await end(services, machine, released)
    } catch (error) {
      if (signal.aborted) return
      await auditFailure(services, call, 'release', machine, error)
      const status_message = reasonOf(error)
      await end(services, machine, { status: releasingFailed, status_message })
    }
  })
}

const noQuickErase =
  'Podyard writes over all of a disk or nothing: leave quick_erase out, or erase.'

/** Unless it was aborted or deleted meanwhile. */
async function end(
  { store }: MachineServices,
  { system_id }: ListedMachine,
  patch: MachinePatch,
): Promise<void> {
  await store.transaction(async (tx) => {
    const [machine] = await tx.machines.list({ systemIds: [system_id] })
    if (machine?.status === releasing) await tx.machines.update(machine, patch)
  })
}
