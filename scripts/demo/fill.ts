import type { Client } from '../../contract/client.ts'
import { demoHosts, demoResourcePools, demoZones } from './hosts.ts'

/** Puts the simulated hosts into Podyard, as a script of an operator would. */
export async function fill(client: Client, addresses: Map<string, string>): Promise<void> {
  for (const [name, description] of Object.entries(demoZones)) {
    await client.zoneCreate({ name, description })
  }
  for (const [name, description] of Object.entries(demoResourcePools)) {
    await client.resourcePoolCreate({ name, description })
  }
  for (const host of demoHosts) {
    const power_address = addresses.get(host.name) ?? ''
    try {
      await client.podCreate({
        type: 'virsh',
        name: host.name,
        power_address,
        zone: host.zone,
        pool: host.pool,
        cpu_over_commit_ratio: host.cpuOverCommit,
        memory_over_commit_ratio: host.memoryOverCommit,
      })
    } catch (error) {
      throw new Error(`adding ${host.name} (${power_address}): ${String(error)}`, { cause: error })
    }
  }
}
