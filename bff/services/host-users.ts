/** Who uses what on a host: what the machines of the store say, and what the host told of domains beside them. */
import { isPluggedInto } from '../../contract/rules/networks.ts'
import type { MachineLink } from '../../contract/storage.ts'
import type { Holder, NetworkFacts, StoragePoolFacts, VolumeFacts } from '../facts.ts'
import type { StoredMachine } from '../store/machines.ts'

export type Users = { machines: MachineLink[]; running_machines: MachineLink[] }

/** What the machines of one pod are, for who asks about many volumes. */
export type MachineIndex = {
  machines: readonly StoredMachine[]
  byDomain: ReadonlyMap<string, StoredMachine>
  bySource: ReadonlyMap<string, readonly StoredMachine[]>
}

export function indexMachines(machines: readonly StoredMachine[]): MachineIndex {
  const bySource = new Map<string, StoredMachine[]>()
  for (const machine of machines) {
    for (const { source } of machine.disks) {
      if (source !== null) bySource.set(source, [...(bySource.get(source) ?? []), machine])
    }
  }
  return {
    machines,
    byDomain: new Map(machines.map((machine) => [machine.domain_uuid, machine])),
    bySource,
  }
}

/** What may come to life again without a word counts as running. */
const runs = ({ domain_state }: StoredMachine) => !['shutoff', 'crashed'].includes(domain_state)

/** Each once, by hostname; a domain that is no machine here by its name on the host. */
function usersOf(
  { byDomain }: MachineIndex,
  machines: readonly StoredMachine[],
  holders: readonly Holder[],
): Users {
  const users = new Map<string, { link: MachineLink; running: boolean }>()
  for (const { uuid, name, running } of holders) {
    users.set(uuid, { link: { system_id: null, hostname: name }, running })
  }
  const known = holders.flatMap(({ uuid }) => byDomain.get(uuid) ?? [])
  for (const machine of [...known, ...machines]) {
    const { system_id, hostname, domain_uuid } = machine
    users.set(domain_uuid, { link: { system_id, hostname }, running: runs(machine) })
  }
  const all = [...users.values()].toSorted((a, b) => (a.link.hostname < b.link.hostname ? -1 : 1))
  return {
    machines: all.map(({ link }) => link),
    running_machines: all.filter(({ running }) => running).map(({ link }) => link),
  }
}

/** Who has a disk on a storage pool, of which `volumes` are known. */
export function usersOfPool(
  index: MachineIndex,
  pool: Pick<StoragePoolFacts, 'uuid'>,
  volumes: readonly VolumeFacts[],
): Users {
  const owners = index.machines.filter(({ disks }) =>
    disks.some(({ storage_pool }) => storage_pool === pool.uuid),
  )
  return usersOf(
    index,
    owners,
    volumes.flatMap(({ heldBy }) => heldBy),
  )
}

export function usersOfVolume(
  index: MachineIndex,
  pool: Pick<StoragePoolFacts, 'name'>,
  { name, path, heldBy }: VolumeFacts,
): MachineLink[] {
  const owners = [`${pool.name}/${name}`, path].flatMap((source) =>
    source === null ? [] : (index.bySource.get(source) ?? []),
  )
  return usersOf(index, owners, heldBy).machines
}

export function usersOfNetwork(
  index: MachineIndex,
  network: Pick<NetworkFacts, 'name' | 'bridge' | 'forward'>,
  holders: readonly Holder[] = [],
): Users {
  const plugged = index.machines.filter(({ interfaces }) =>
    interfaces.some((nic) => isPluggedInto(network, nic)),
  )
  return usersOf(index, plugged, holders)
}
