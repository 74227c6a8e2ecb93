import type { EndpointName, Input } from '../../../contract/endpoints.ts'

type Examples = { [N in EndpointName]?: Partial<Input<N>> }

/** What an example says beyond the variables of its path; the rest are shell variables where they are required. */
const examples: Examples = {
  podCreate: { type: 'virsh', power_address: 'qemu+ssh://ubuntu@192.168.1.2/system' },
  podUpdate: { cpu_over_commit_ratio: 0.3, memory_over_commit_ratio: 4.6 },
  machineList: { zone: ['north', 'south'], pool: 'default' },
  zoneCreate: { name: 'north', description: 'First floor, left of the door' },
  zoneUpdate: { description: 'First floor, right of the door' },
  resourcePoolCreate: { name: 'gpu', description: 'Hosts with a GPU' },
  resourcePoolUpdate: { description: 'Hosts with two GPUs' },
}

/** Values for variables of paths, whatever endpoint they are of. */
const variables: Record<string, unknown> = { id: 1, system_id: 'abc123', name: 'north' }

export const exampleOf = (name: EndpointName, inPath: readonly string[]) => ({
  ...Object.fromEntries(
    inPath.flatMap((each) => (each in variables ? [[each, variables[each]]] : [])),
  ),
  ...examples[name],
})
