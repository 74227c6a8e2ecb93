import type { Pod } from '../../../contract/pod.ts'
import { useAdminReason } from '../../api/session.ts'

/** Why nothing can be changed on the host of a pod now; undefined where it can. */
export function useHostReason({ podyard }: Pod): string | undefined {
  const adminReason = useAdminReason()
  const away =
    podyard.connection.state === 'connected' ? undefined : 'The host cannot be reached now.'
  return adminReason ?? away
}
