import { type Bundle, bundleVersion } from '../../contract/bundle.ts'
import type { Secrets } from '../secrets.ts'
import { podPasswordPurpose } from '../store/pods.ts'
import type { Store } from '../store/store.ts'

/** Everything that an import can bring back, with passwords in clear text. */
export async function exportBundle(store: Store, secrets: Secrets): Promise<Bundle> {
  const zones = await store.zones.list()
  const pools = await store.resourcePools.list()
  const pods = await store.pods.list()
  const zoneNames = new Map(zones.map(({ id, name }) => [id, name]))
  const poolNames = new Map(pools.map(({ id, name }) => [id, name]))
  const podNames = new Map(pods.map(({ id, name }) => [id, name]))
  const zoneOf = ({ zone_id }: { zone_id: number }) => zoneNames.get(zone_id) ?? 'default'
  const poolOf = ({ pool_id }: { pool_id: number }) => poolNames.get(pool_id) ?? 'default'
  return {
    podyard_bundle: bundleVersion,
    zones: zones.map(({ name, description }) => ({ name, description })),
    resource_pools: pools.map(({ name, description }) => ({ name, description })),
    tags: (await store.tags.list()).map(({ name, comment }) => ({ name, comment, definition: '' })),
    pods: pods.map((pod) => ({
      name: pod.name,
      type: pod.type,
      power_address: pod.power_address,
      power_pass:
        pod.power_pass === null ? '' : secrets.decrypt(pod.power_pass, podPasswordPurpose),
      zone: zoneOf(pod),
      pool: poolOf(pod),
      tags: pod.tags,
      cpu_over_commit_ratio: pod.cpu_over_commit_ratio,
      memory_over_commit_ratio: pod.memory_over_commit_ratio,
      default_storage_pool: pod.default_storage_pool,
    })),
    machines: (await store.machines.list()).map((machine) => ({
      hostname: machine.hostname,
      owner: machine.owner ?? '',
      pod: podNames.get(machine.pod_id) ?? null,
      mac_addresses: machine.interfaces.map(({ mac_address }) => mac_address),
      zone: zoneOf(machine),
      pool: poolOf(machine),
      tags: machine.tags,
    })),
  }
}
