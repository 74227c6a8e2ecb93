import type { Parsed } from '../../contract/endpoints.ts'
import { notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import { auditPod, type PodServices } from './pod-services.ts'

/**
 * Forgets a pod and its machines, which go on running on their host. `decompose` is about machines that Podyard made;
 * it cannot make any yet, so there are none to delete, and the host is not touched either way.
 *
 * @throws AppError `not_found`
 */
export async function deletePod(
  { store, fleet }: PodServices,
  { id, decompose = false }: Parsed<'podDelete'>,
  call: Call,
): Promise<void> {
  const pod = await store.pods.byId(id)
  if (!pod) throw notFound()
  await fleet.remove(id, () =>
    store.transaction(async (tx) => {
      const machines = await tx.machines.ofPod(id)
      await tx.machines.delete(machines)
      await tx.pods.delete(id)
      const detail = { decompose, forgotten_machines: machines.length }
      await auditPod(tx, call, 'delete', pod.name, detail)
    }),
  )
}
