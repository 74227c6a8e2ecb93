import type { machineEndpoints } from '../../contract/endpoints/machines.ts'
import { mostIds } from '../../contract/machine-page.ts'
import { type Machine, powerOfDomain } from '../../contract/machine.ts'
import type { Handlers } from '../handlers.ts'
import { HostError } from '../hypervisor/host-error.ts'
import { type MachineServices, requireMachine } from '../services/machine-services.ts'
import { setOwnerData, updateMachine } from '../services/machines.ts'
import type { ListedMachine } from '../store/machines.ts'
import { podPasswordPurpose } from '../store/pods.ts'
import type { Store } from '../store/store.ts'
import { machineActionRoutes } from './machine-actions.ts'
import { isAnywhere, toQuery } from './machine-pages.ts'
import { toMachine } from './machine-view.ts'
import { byId } from './pods.ts'

export type MachineHandlers = Pick<Handlers, keyof typeof machineEndpoints>

export function machineRoutes(services: MachineServices): MachineHandlers {
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
      await updateMachine(services, input, call)
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
    ...machineActionRoutes(services, read),
  }
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
