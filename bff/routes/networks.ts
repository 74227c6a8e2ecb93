import type { networkEndpoints } from '../../contract/endpoints/networks.ts'
import type { Network } from '../../contract/network.ts'
import type { NetworkFacts } from '../facts.ts'
import type { Handlers } from '../handlers.ts'
import { indexMachines, type MachineIndex, usersOfNetwork } from '../services/host-users.ts'
import {
  actOnNetwork,
  createNetwork,
  type NetworkServices,
  planNetwork,
  readLeases,
  readNetwork,
  updateNetwork,
} from '../services/networks.ts'
import { requirePod } from '../services/pod-storage.ts'
import { podyardUri, toNetwork } from './pod-view.ts'

export function networkRoutes(
  services: NetworkServices,
): Pick<Handlers, keyof typeof networkEndpoints> {
  const { store } = services
  const index = async (podId: number) => indexMachines(await store.machines.ofPod(podId))
  const read = async (id: number, wanted: string) => {
    const { network } = await readNetwork(store, id, wanted)
    return show(id, network, await index(id))
  }
  return {
    networkList: async ({ id }) => {
      const { facts } = await requirePod(store, id)
      const machines = await index(id)
      return (facts?.networks ?? []).map((network) => show(id, network, machines))
    },
    networkRead: ({ id, network }) => read(id, network),
    networkLeases: (input, call) => readLeases(services, input, call),
    networkPlan: (input) => planNetwork(services, input),
    networkCreate: async (input, call) => {
      await createNetwork(services, input, call)
      return read(input.id, input.name)
    },
    networkUpdate: async (input, call) => {
      await updateNetwork(services, input, call)
      return read(input.id, input.network)
    },
    networkStart: async (input, call) => {
      await actOnNetwork(services, 'start', input, call)
      return read(input.id, input.network)
    },
    networkStop: async (input, call) => {
      await actOnNetwork(services, 'stop', input, call)
      return read(input.id, input.network)
    },
    networkDelete: (input, call) => actOnNetwork(services, 'delete', input, call),
  }
}

function show(podId: number, network: NetworkFacts, machines: MachineIndex): Network {
  const { autostart, domain, addresses } = network
  return {
    ...toNetwork(network),
    resource_uri: `${podyardUri(podId)}networks/${encodeURIComponent(network.uuid)}/`,
    autostart,
    domain,
    addresses,
    ...usersOfNetwork(machines, network),
  }
}
