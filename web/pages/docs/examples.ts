import type { EndpointName, Input } from '../../../contract/endpoints.ts'

type Examples = { [N in EndpointName]?: Partial<Input<N>> }

const host = { type: 'virsh', power_address: 'qemu+ssh://ubuntu@192.168.1.2/system' } as const
const ratios = { cpu_over_commit_ratio: 0.3, memory_over_commit_ratio: 4.6 }
const size = { cores: 2, memory: 4096, storage: 'root:20' }
const tag = { name: 'ssd' }

/** What an example says beyond the variables of its path; the rest are shell variables where they are required. */
const examples: Examples = {
  podCreate: host,
  podUpdate: ratios,
  podCompose: size,
  podAddTag: { tag: 'ssd' },
  podRemoveTag: { tag: 'ssd' },
  capacityRead: { ...size, count: 20 },
  vmHostCreate: host,
  vmHostUpdate: ratios,
  vmHostCompose: size,
  vmHostAddTag: { tag: 'ssd' },
  vmHostRemoveTag: { tag: 'ssd' },
  machineList: { zone: ['north', 'south'], pool: 'default' },
  machinePage: { q: 'status:ready mem:>=4GiB', sort: '-cores', limit: 50 },
  machineFacets: { zone: 'north' },
  machineIds: { pod: 'kvm-a', power_state: 'on' },
  machineAllocate: { cpu_count: 2, mem: 4096, zone: 'north' },
  machineUpdate: { zone: 'north' },
  machineDeploy: { install_kvm: true },
  machineSetOwnerData: { rack: '7' },
  machinePowerOff: { stop_mode: 'soft' },
  consoleOpen: { kind: 'serial' },
  machineMarkBroken: { comment: 'The disk makes noises' },
  zoneCreate: { name: 'north', description: 'First floor, left of the door' },
  zoneUpdate: { description: 'First floor, right of the door' },
  tagCreate: { name: 'ssd', comment: 'On fast disks' },
  tagRead: tag,
  tagUpdate: { ...tag, comment: 'On faster disks' },
  tagDelete: tag,
  tagMachines: tag,
  tagNodes: tag,
  tagUpdateNodes: { ...tag, add: 'abc123' },
  eventQuery: { level: 'INFO', limit: 20 },
  resourcePoolCreate: { name: 'gpu', description: 'Hosts with a GPU' },
  resourcePoolUpdate: { description: 'Hosts with two GPUs' },
  userCreate: { username: 'ada', email: 'ada@example.net', is_superuser: false },
  apiKeyCreate: { name: 'backup script' },
  apiKeyUpdate: { name: 'nightly backup' },
}

/** Values for variables of paths, whatever endpoint they are of. */
const variables: Record<string, unknown> = {
  id: 1,
  name: 'north',
  system_id: 'abc123',
  username: 'ada',
}

export const exampleOf = (name: EndpointName, inPath: readonly string[]) => ({
  ...Object.fromEntries(
    inPath.flatMap((each) => (each in variables ? [[each, variables[each]]] : [])),
  ),
  ...examples[name],
})
