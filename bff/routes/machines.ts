import type { machineEndpoints } from '../../contract/endpoints/machines.ts'
import { mostIds } from '../../contract/machine-page.ts'
import { type Machine, powerOfDomain } from '../../contract/machine.ts'
import { AppError, notAvailable } from '../errors.ts'
import type { Handlers } from '../handlers.ts'
import { HostError } from '../hypervisor/host-error.ts'
import {
  requireEditable,
  requireMachine,
  setOwnerData,
  updateMachine,
} from '../services/machines.ts'
import type { PodServices } from '../services/pod-services.ts'
import type { ListedMachine } from '../store/machines.ts'
import { podPasswordPurpose } from '../store/pods.ts'
import type { Store } from '../store/store.ts'
import { isAnywhere, toQuery } from './machine-pages.ts'
import { toMachine } from './machine-view.ts'
import { byId } from './pods.ts'

export type MachineHandlers = Pick<Handlers, keyof typeof machineEndpoints>

export function machineRoutes(
  services: Pick<PodServices, 'store' | 'fleet' | 'secrets'>,
): MachineHandlers {
  const { store, fleet, secrets } = services
  const read = async (systemId: string): Promise<Machine> => {
    const [machine] = await showMachines(store, [await requireMachine(store, systemId)])
    if (!machine) throw new Error('One in, one out.')
    return machine
  }
  return {
    machineList: async ({ limit, offset, sort, ...filters }) => {
      if (!isAnywhere(filters)) return []
      const query = { ...toQuery(filters), limit, offset }
      if (!sort) return showMachines(store, await store.machines.list(query))
      const page = { order: sort, limit: limit ?? mostIds, offset: offset ?? 0 }
      const systemIds = await store.machinePages.ids(query, page)
      const machines = await store.machines.list({ systemIds })
      const known = new Map(machines.map((machine) => [machine.system_id, machine]))
      return showMachines(
        store,
        systemIds.flatMap((id) => known.get(id) ?? []),
      )
    },
    machineRead: ({ system_id }) => read(system_id),
    machineUpdate: async (input, call) => {
      await updateMachine(store, input, call)
      return read(input.system_id)
    },
    machineSetOwnerData: async (input, call) => {
      await setOwnerData(store, input, call)
      return read(input.system_id)
    },
    machineQueryPowerState: async ({ system_id }) => {
      const { pod_id, domain_uuid } = await requireMachine(store, system_id)
      const facts = await fleet.connection(pod_id)?.readMachine(domain_uuid).catch(nothingFromHost)
      return { state: facts ? powerOfDomain[facts.state] : 'unknown' }
    },
    machinePowerParameters: async ({ system_id }) => {
      const { pod_id, domain_name } = await requireMachine(store, system_id)
      const pod = await store.pods.byId(pod_id)
      const sealed = pod?.power_pass ?? null
      return {
        power_address: pod?.power_address ?? '',
        power_pass: sealed === null ? '' : secrets.decrypt(sealed, podPasswordPurpose),
        power_id: domain_name,
      }
    },
    ...pendingRoutes(store),
  }
}

/** What a later release brings: whoever may not ask, or asks for what is not there, is told that first. */
function pendingRoutes(store: Store) {
  const pending =
    (what: string) =>
    async ({ system_id }: { system_id: string }, call: Parameters<Handlers['machineLock']>[1]) => {
      requireEditable(await requireMachine(store, system_id), call.user)
      throw notAvailable(what)
    }
  const deploy = pending('Deploying a machine')
  return {
    machineAllocate: async () => {
      throw notAvailable('Allocating a machine')
    },
    machineDelete: pending('Deleting a machine'),
    machineCommission: pending('Commissioning a machine'),
    machineDeploy: async (input, call) => {
      const machine = await requireMachine(store, input.system_id)
      requireEditable(machine, call.user)
      if (input.install_kvm === true && !call.user.is_superuser) {
        throw new AppError('forbidden', 'Only admins make a machine a KVM host.')
      }
      return deploy(input, call)
    },
    machineRelease: pending('Releasing a machine'),
    machineAbort: pending('Aborting'),
    machinePowerOn: pending('Powering a machine on'),
    machinePowerOff: pending('Powering a machine off'),
    machineLock: pending('Locking a machine'),
    machineUnlock: pending('Unlocking a machine'),
    machineMarkBroken: pending('Marking a machine as broken'),
    machineMarkFixed: pending('Marking a machine as fixed'),
    machineTest: pending('Testing a machine'),
  } satisfies Partial<MachineHandlers>
}

/** The host is away, or went away while it was asked. */
function nothingFromHost(error: unknown): null {
  if (error instanceof HostError) return null
  throw error
}

/** As many queries for a thousand machines as for one. */
export async function showMachines(
  store: Store,
  machines: readonly ListedMachine[],
): Promise<Machine[]> {
  const [zones, resourcePools, pods] = await Promise.all([
    store.zones.list(),
    store.resourcePools.list(),
    store.pods.list(),
  ])
  const around = { zones: byId(zones), resourcePools: byId(resourcePools), pods: byId(pods) }
  return machines.map((machine) => toMachine(machine, around))
}
