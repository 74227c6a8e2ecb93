import type { Parsed } from '../../contract/endpoints.ts'
import { notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import { tellHostProblems } from './host-problem.ts'
import { stepsOf } from './pod-input.ts'
import { auditPod, type PodServices } from './pod-services.ts'

/**
 * Reads everything from a host again: on the open connection, else by reaching it now.
 *
 * @throws AppError: `not_found`, or why the host cannot be used
 */
export async function refreshPod(
  { store, fleet, progress }: PodServices,
  input: Parsed<'podRefresh'>,
  call: Call,
): Promise<void> {
  const pod = await store.pods.byId(input.id)
  if (!pod) throw notFound()
  const accept = {
    trust: input.trust ?? 'first_use',
    acceptFingerprint: input.host_key_fingerprint ?? null,
  } as const
  // Whoever asks for everything anew also means the machines that were deleted here and not on the host.
  await store.forgotten.remove(pod.id)
  await tellHostProblems(call.signal, () =>
    fleet.refresh(pod, accept, stepsOf(progress, call, input.operation_id)),
  )
  await store.transaction((tx) => auditPod(tx, call, 'refresh', pod.name))
}
