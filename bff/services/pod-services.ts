import type { Clock } from '../clock.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Call } from '../handlers.ts'
import type { Progress } from '../progress.ts'
import type { Secrets } from '../secrets.ts'
import type { Store, Transaction } from '../store/store.ts'

/** What the use cases of pods stand on. */
export type PodServices = {
  store: Store
  fleet: Fleet
  secrets: Secrets
  clock: Clock
  progress: Progress
}

/** Who did what to a pod. `detail` never holds a secret. */
export const auditPod = (
  tx: Transaction,
  call: Call,
  action: 'create' | 'update' | 'refresh' | 'delete',
  name: string,
  detail: Record<string, unknown> = {},
): Promise<void> =>
  tx.audit.add({
    username: call.user.username,
    action: `pod.${action}`,
    subject: `pod ${name}`,
    source_ip: call.ip,
    detail,
  })
