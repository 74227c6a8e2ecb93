import type { Parsed } from '../../contract/endpoints.ts'
import { fieldError } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { MachinePower } from '../hypervisor/power/port.ts'
import type { ListedMachine } from '../store/machines.ts'
import {
  auditFailure,
  auditMachine,
  type MachineServices,
  onHost,
  requireAllowed,
  requireMachine,
  said,
} from './machine-services.ts'

/** A guest that wants to shut down has begun long before; one that is still on after this does not listen. */
export const softOffLimitMs = 120_000

/**
 * Powers a machine on; one that is on stays so.
 *
 * @throws AppError: why it may not be done, or why the host cannot
 */
export async function powerOn(
  services: MachineServices,
  { system_id, comment, user_data }: Parsed<'machinePowerOn'>,
  call: Call,
): Promise<void> {
  if (user_data) {
    throw fieldError('user_data', 'Podyard hands user data over on deploy, not on power on.')
  }
  await turn(services, system_id, call, 'power_on', { doing: 'powered on', ...said(comment) })
}

/**
 * Powers a machine off. A soft stop asks the guest and does not wait for it; when it does not obey, an event says so.
 *
 * @throws AppError: why it may not be done, or why the host cannot
 */
export async function powerOff(
  services: MachineServices,
  { system_id, comment, stop_mode = 'hard' }: Parsed<'machinePowerOff'>,
  call: Call,
): Promise<void> {
  const how = { doing: 'powered off', stop_mode, ...said(comment) }
  const machine = await turn(services, system_id, call, 'power_off', how)
  if (stop_mode === 'soft') {
    services.jobs.later(system_id, softOffLimitMs, () => checkSoftOff(services, machine, call))
  }
}

type How = { doing: string; stop_mode?: 'hard' | 'soft'; comment?: string }

async function turn(
  services: MachineServices,
  systemId: string,
  call: Call,
  action: 'power_on' | 'power_off',
  { doing, ...detail }: How,
): Promise<ListedMachine> {
  const { store, jobs } = services
  const machine = await requireMachine(store, systemId)
  // The host knows better than the store whether there is anything to do.
  await requireAllowed(services, store, action, machine, call.user)
  const switched = (power: MachinePower) => {
    if (action === 'power_on') return power.on(machine.domain_uuid)
    return detail.stop_mode === 'soft'
      ? power.askOff(machine.domain_uuid)
      : power.off(machine.domain_uuid)
  }
  await jobs.alone(machine, doing, async () => {
    try {
      await onHost(services, machine, call.signal, ({ power }) => switched(power))
    } catch (error) {
      await auditFailure(services, call, action, machine, error)
      throw error
    }
    await store.transaction((tx) => auditMachine(tx, call, action, machine, detail))
  })
  return machine
}

async function checkSoftOff(
  { store }: MachineServices,
  { system_id }: ListedMachine,
  call: Call,
): Promise<void> {
  await store.transaction(async (tx) => {
    const [machine] = await tx.machines.list({ systemIds: [system_id] })
    if (!machine || machine.domain_state === 'shutoff') return
    await auditMachine(tx, call, 'power_off', machine, {
      failed: `It is still on ${softOffLimitMs / 1000} s after it was asked to shut down: the guest does not listen. A hard stop switches it off.`,
    })
    // Whoever looks at the machine looks at its events again.
    await tx.machines.update(machine, {})
  })
}
