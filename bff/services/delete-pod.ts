import type { Parsed } from '../../contract/endpoints.ts'
import { AppError, notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import { decomposeMachine } from './decompose-machine.ts'
import { auditPod, type PodServices } from './pod-services.ts'

/**
 * Forgets a pod and its machines, which go on running on their host. With `decompose` those that Podyard composed are
 * removed from the host first, with their disks; one that cannot be keeps the pod, and itself.
 *
 * @throws AppError: `not_found`, `conflict` while a machine is being made, or why a machine cannot be removed
 */
export async function deletePod(
  services: PodServices,
  { id, decompose = false }: Parsed<'podDelete'>,
  call: Call,
): Promise<void> {
  const { store, fleet } = services
  const pod = await store.pods.byId(id)
  if (!pod) throw notFound()
  const making = (await store.reservations.ofPod(id)).filter(({ state }) => state === 'composing')
  if (making.length > 0) {
    throw new AppError('conflict', `A machine is being composed on ${pod.name}. Wait for its end.`)
  }
  const composed = decompose ? await composedMachines(services, id) : []
  for (const machine of composed) await decomposeMachine(services, machine, call)
  await fleet.remove(id, () =>
    store.transaction(async (tx) => {
      const machines = await tx.machines.ofPod(id)
      await tx.machines.delete(machines)
      await tx.pods.delete(id)
      await auditPod(tx, call, 'delete', pod.name, {
        decompose,
        decomposed_machines: composed.length,
        forgotten_machines: machines.length,
      })
    }),
  )
}

const composedMachines = async ({ store }: PodServices, podId: number) =>
  (await store.machines.ofPod(podId)).filter(({ creation }) => creation !== 'pre_existing')
