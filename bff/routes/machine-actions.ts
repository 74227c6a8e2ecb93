import type { Machine } from '../../contract/machine.ts'
import { AppError, notAvailable } from '../errors.ts'
import type { Handlers } from '../handlers.ts'
import { abortMachine } from '../services/machine-abort.ts'
import { allocateMachine } from '../services/machine-allocate.ts'
import { commissionMachine } from '../services/machine-commission.ts'
import { deleteMachine } from '../services/machine-delete.ts'
import { markMachine } from '../services/machine-marks.ts'
import { powerOff, powerOn } from '../services/machine-power.ts'
import { releaseMachine } from '../services/machine-release.ts'
import {
  type MachineServices,
  requireAllowed,
  requireMachine,
} from '../services/machine-services.ts'

/** What is done to a machine; each but the deletion answers with what it has become. */
export function machineActionRoutes(
  services: MachineServices,
  read: (systemId: string) => Promise<Machine>,
) {
  const { store } = services
  const then = async (systemId: string, work: Promise<void>) => {
    await work
    return read(systemId)
  }
  return {
    machineAllocate: async (input, call) => read(await allocateMachine(services, input, call)),
    machineDelete: (input, call) => deleteMachine(services, input, call),
    machineCommission: (input, call) =>
      then(input.system_id, commissionMachine(services, input, call)),
    machineDeploy: async ({ system_id, install_kvm }, { user }) => {
      const machine = await requireMachine(store, system_id)
      if (install_kvm === true && !user.is_superuser) {
        throw new AppError('forbidden', 'Only admins make a machine a KVM host.')
      }
      await requireAllowed(services, store, 'deploy', machine, user)
      throw notAvailable('Deploying a machine')
    },
    machineRelease: (input, call) => then(input.system_id, releaseMachine(services, input, call)),
    machineAbort: (input, call) => then(input.system_id, abortMachine(services, input, call)),
    machinePowerOn: (input, call) => then(input.system_id, powerOn(services, input, call)),
    machinePowerOff: (input, call) => then(input.system_id, powerOff(services, input, call)),
    machineLock: (input, call) => then(input.system_id, markMachine(services, 'lock', input, call)),
    machineUnlock: (input, call) =>
      then(input.system_id, markMachine(services, 'unlock', input, call)),
    machineMarkBroken: (input, call) =>
      then(input.system_id, markMachine(services, 'mark_broken', input, call)),
    machineMarkFixed: (input, call) =>
      then(input.system_id, markMachine(services, 'mark_fixed', input, call)),
    machineTest: async ({ system_id }, { user }) => {
      const machine = await requireMachine(store, system_id)
      await requireAllowed(services, store, 'test', machine, user)
      throw notAvailable('Testing a machine')
    },
  } satisfies Partial<Handlers>
}
