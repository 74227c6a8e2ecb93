/** A pod and machines in the store, without a host behind them. */
import { withVirtual } from '../../contract/rules/tags.ts'
import type { NewMachine } from '../store/machines.ts'
import type { NewPod } from '../store/pods.ts'
import type { Store } from '../store/store.ts'

const since = '2026-01-01T00:00:00.000Z'

/** Resolves to the id of the pod. */
export async function addPodRow(store: Store, more: Partial<NewPod> = {}): Promise<number> {
  const pod = await store.transaction((tx) =>
    tx.pods.create({
      name: 'calm-otter',
      type: 'virsh',
      power_address: 'qemu+ssh://admin@kvm.example/system',
      power_pass: null,
      zone_id: 1,
      pool_id: 0,
      tags: withVirtual(),
      cpu_over_commit_ratio: 1,
      memory_over_commit_ratio: 1,
      default_storage_pool: null,
      default_macvlan_mode: null,
      host_key: null,
      facts: null,
      last_seen: null,
      connection: {
        state: 'unreachable',
        since,
        next_try: null,
        problem: null,
        transport: null,
      },
      ...more,
    }),
  )
  if (!pod) throw new Error('There is a pod of that name already.')
  return pod.id
}

/** Named after its system_id, which must be new. */
export async function addMachineRow(
  store: Store,
  podId: number,
  systemId: string,
  more: Partial<NewMachine> = {},
): Promise<void> {
  const machine: NewMachine = {
    system_id: systemId,
    pod_id: podId,
    domain_uuid: `uuid-${systemId}`,
    domain_name: `vm-${systemId}`,
    hostname: `vm-${systemId}`,
    status: 4,
    creation: 'pre_existing',
    owner_id: null,
    locked: false,
    zone_id: 1,
    pool_id: 0,
    tags: withVirtual(),
    owner_data: {},
    architecture: 'amd64/generic',
    cpu_count: 1,
    memory_mib: 1024,
    domain_state: 'running',
    disks: [],
    interfaces: [],
    storage_bytes: 0,
    ...more,
  }
  await store.transaction((tx) => tx.machines.create([machine]))
}
