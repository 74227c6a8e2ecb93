import { vmHostName, type VmHostName, vmHostPath } from '../../contract/endpoints/vm-hosts.ts'
import type { Handlers } from '../handlers.ts'
import type { PodHandlers } from './pods.ts'

export type VmHostHandlers = Pick<Handlers, VmHostName<keyof PodHandlers>>

type AnyHandler = (...args: unknown[]) => Promise<unknown>

/** What pods answer, under the URI of a VM host. */
export const vmHostRoutes = (pods: PodHandlers): VmHostHandlers =>
  Object.fromEntries(
    Object.entries(pods).map(([name, handler]) => [
      vmHostName(name),
      async (...args: unknown[]) => renamed(await (handler as AnyHandler)(...args)),
    ]),
  ) as unknown as VmHostHandlers

function renamed(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(renamed)
  if (typeof answer !== 'object' || answer === null || !('resource_uri' in answer)) return answer
  return { ...answer, resource_uri: vmHostPath(String(answer.resource_uri)) }
}
