import type { podEndpoints } from '../../contract/endpoints/pods.ts'
import type { Pod } from '../../contract/pod.ts'
import { notFound } from '../errors.ts'
import type { Handlers } from '../handlers.ts'
import { addPod } from '../services/add-pod.ts'
import { composeMachine } from '../services/compose-machine.ts'
import { deletePod } from '../services/delete-pod.ts'
import { addPodTag, removePodTag } from '../services/pod-tags.ts'
import type { PodServices } from '../services/pod-services.ts'
import { refreshPod } from '../services/refresh-pod.ts'
import { updatePod } from '../services/update-pod.ts'
import { podPasswordPurpose, type StoredPod } from '../store/pods.ts'
import { promisedByPod } from '../store/reservations.ts'
import type { Store } from '../store/store.ts'
import { machineUri } from './machine-view.ts'
import { toPod } from './pod-view.ts'

export type PodHandlers = Pick<Handlers, keyof typeof podEndpoints>

export function podRoutes(services: PodServices): PodHandlers {
  const { store, secrets } = services
  const read = async (id: number): Promise<Pod> => {
    const pod = await store.pods.byId(id)
    if (!pod) throw notFound()
    const [shown] = await showPods(store, [pod])
    if (!shown) throw notFound()
    return shown
  }
  return {
    podList: async () => showPods(store, await store.pods.list()),
    podRead: ({ id }) => read(id),
    podCreate: async (input, call) => read(await addPod(services, input, call)),
    podUpdate: async (input, call) => {
      await updatePod(services, input, call)
      return read(input.id)
    },
    podRefresh: async (input, call) => {
      await refreshPod(services, input, call)
      return read(input.id)
    },
    podDelete: (input, call) => deletePod(services, input, call),
    podParameters: async ({ id }) => {
      const pod = await store.pods.byId(id)
      if (!pod) throw notFound()
      const { power_address, power_pass } = pod
      return {
        power_address,
        power_pass: power_pass === null ? '' : secrets.decrypt(power_pass, podPasswordPurpose),
      }
    },
    podCompose: async (input, call) => {
      const system_id = await composeMachine(services, input, call)
      return { system_id, resource_uri: machineUri(system_id) }
    },
    podAddTag: async ({ id, tag }, call) => {
      await addPodTag(store, id, tag, call)
      return read(id)
    },
    podRemoveTag: async ({ id, tag }, call) => {
      await removePodTag(store, id, tag, call)
      return read(id)
    },
  }
}

/** As many queries for a thousand pods as for one. */
export async function showPods(store: Store, pods: readonly StoredPod[]): Promise<Pod[]> {
  const [zones, resourcePools, usage, reservations] = await Promise.all([
    store.zones.list(),
    store.resourcePools.list(),
    store.machines.usage(),
    store.reservations.list(),
  ])
  const promised = promisedByPod(reservations)
  const around = { zones: byId(zones), resourcePools: byId(resourcePools), usage, promised }
  return pods.map((pod) => toPod(pod, around))
}

export const byId = <T extends { id: number }>(items: readonly T[]): ReadonlyMap<number, T> =>
  new Map(items.map((item) => [item.id, item]))
