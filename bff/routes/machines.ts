import type { Machine } from '../../contract/machine.ts'
import { fieldError, notFound } from '../errors.ts'
import type { Handlers } from '../handlers.ts'
import type { ListedMachine } from '../store/machines.ts'
import type { Store } from '../store/store.ts'
import { toMachine } from './machine-view.ts'
import { byId } from './pods.ts'

export function machineRoutes(store: Store): Pick<Handlers, 'machineList' | 'machineRead'> {
  return {
    machineList: async (filters) =>
      show(
        store,
        await store.machines.list({
          hostnames: filters.hostname,
          macAddresses: filters.mac_address,
          systemIds: filters.id,
          zones: filters.zone,
          pools: filters.pool,
          podIds: filters.pod?.map(podId),
          limit: filters.limit,
          offset: filters.offset,
        }),
      ),
    machineRead: async ({ system_id }) => {
      const machines = await store.machines.list({ systemIds: [system_id] })
      const [machine] = await show(store, machines)
      if (!machine) throw notFound()
      return machine
    },
  }
}

function podId(text: string): number {
  const id = Number(text)
  // Beyond what PostgreSQL takes for an id is no id either.
  if (text.trim() === '' || !Number.isInteger(id) || Math.abs(id) >= 2 ** 31) {
    throw fieldError('pod', 'Enter a whole number.')
  }
  return id
}

async function show(store: Store, machines: readonly ListedMachine[]): Promise<Machine[]> {
  const [zones, resourcePools, pods] = await Promise.all([
    store.zones.list(),
    store.resourcePools.list(),
    store.pods.list(),
  ])
  const around = { zones: byId(zones), resourcePools: byId(resourcePools), pods: byId(pods) }
  return machines.map((machine) => toMachine(machine, around))
}
