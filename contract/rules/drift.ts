/**
 * Where hosts are not as Podyard knows them, or not as they should be. Of all hosts at once, because some of it shows
 * only between two of them. Told from what is stored; nobody is asked.
 */
import type { Drift, DriftSubject } from '../drift.ts'
import type { BlockDevice, DomainState, MachineStatus } from '../machine.ts'
import type { StoragePoolState } from '../pod.ts'
import { capacity } from './overcommit.ts'

export type DriftPod = {
  id: number
  /** Physical; null where the host was never read. */
  cores: number | null
  memoryMiB: number | null
  cpu_over_commit_ratio: number
  memory_over_commit_ratio: number
  /** UUID. */
  default_storage_pool: string | null
  pools: readonly { id: string; name: string; state: StoragePoolState; autostart: boolean }[]
  /** Pools that the host had before. */
  lost: readonly { name: string; path: string | null; was_default: boolean }[]
}

export type DriftMachine = {
  system_id: string
  hostname: string
  pod_id: number
  domain_uuid: string
  domain_state: DomainState
  status: MachineStatus
  cpu_count: number
  memory_mib: number
  disks: readonly BlockDevice[]
  interfaces: readonly { mac_address: string }[]
}

/** Subjects that are named; more are counted. */
const mostSubjects = 20
const missing: MachineStatus = 3

/** What only one machine of all hosts may have, and who has it. Filled before any pod is looked at. */
export type Owners = { uuids: OwnerTable; macs: OwnerTable }

export const createOwners = (): Owners => ({ uuids: createOwnerTable(), macs: createOwnerTable() })

/** May be called for some machines after the other. */
export function addOwners({ uuids, macs }: Owners, machines: readonly DriftMachine[]): void {
  for (const machine of machines.filter(isPresent)) {
    uuids.add(machine, [machine.domain_uuid])
    macs.add(machine, macsOf(machine))
  }
}

/** Of one pod with all of its machines; the gravest first. */
export function podDrift(
  pod: DriftPod,
  machines: readonly DriftMachine[],
  { uuids, macs }: Owners,
): Drift[] {
  const here = machines.filter(isPresent)
  const isTwin = ({ domain_uuid }: DriftMachine) => uuids.isShared([domain_uuid])
  const disks = createOwnerTable()
  for (const machine of here) disks.add(machine, sourcesOf(machine))
  return [
    machinesMissing(machines.filter((machine) => !isPresent(machine))),
    definedTwice(here.filter(isTwin)),
    disksShared(here.filter((machine) => disks.isShared(sourcesOf(machine)))),
    disksMissing(pod, here),
    // A domain that is defined twice has all of its addresses twice, which says nothing more.
    macsShared(here.filter((machine) => macs.isShared(macsOf(machine)) && !isTwin(machine))),
    ...poolsLost(pod, here),
    ...poolsInactive(pod, here),
    overLimit('cores_over_limit', pod, machines),
    overLimit('memory_over_limit', pod, machines),
  ].filter((each) => each !== undefined)
}

const isPresent = ({ status }: DriftMachine) => status !== missing
const sourcesOf = ({ disks }: DriftMachine) => disks.flatMap(({ source }) => source ?? [])
const macsOf = ({ interfaces }: DriftMachine) =>
  interfaces.map(({ mac_address }) => mac_address.toLowerCase()).filter(Boolean)

type OwnerTable = ReturnType<typeof createOwnerTable>

/** Which keys more than one machine has. */
function createOwnerTable() {
  const first = new Map<string, string>()
  const shared = new Set<string>()
  return {
    add({ system_id }: DriftMachine, keys: readonly string[]) {
      for (const key of keys) {
        if ((first.get(key) ?? system_id) !== system_id) shared.add(key)
        else first.set(key, system_id)
      }
    },
    isShared: (keys: readonly string[]) => keys.some((key) => shared.has(key)),
  }
}

const subjectsOf = (machines: readonly DriftMachine[]): DriftSubject[] =>
  machines
    .map(({ hostname, system_id }) => ({ name: hostname, system_id }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, mostSubjects)

/** "1 machine is", "2 machines are" */
const machinesAre = ({ length }: readonly unknown[]) =>
  length === 1 ? '1 machine is' : `${length} machines are`
const machinesHave = ({ length }: readonly unknown[]) =>
  length === 1 ? '1 machine has' : `${length} machines have`

type Words = Omit<Drift, 'subjects'>

const about = (machines: readonly DriftMachine[], words: Words): Drift | undefined =>
  machines.length === 0 ? undefined : { ...words, subjects: subjectsOf(machines) }

const machinesMissing = (gone: readonly DriftMachine[]) =>
  about(gone, {
    kind: 'machine_missing',
    title: `${machinesAre(gone)} missing on the host.`,
    meaning: 'Somebody undefined them there, or the host was restored from an older state.',
    fix: 'Define them on the host again to get them back, or delete them here.',
  })

const definedTwice = (twice: readonly DriftMachine[]) =>
  about(twice, {
    kind: 'defined_twice',
    title: `${machinesAre(twice)} defined on another pod too, under the same UUID.`,
    meaning:
      'They were moved or copied, or one host is here as two pods. Two that run at the same time may destroy their disks.',
    fix: 'Undefine them on the host that should not have them, or delete the pod that is too many.',
  })

const disksShared = (sharing: readonly DriftMachine[]) =>
  about(sharing, {
    kind: 'disk_shared',
    title: `${machinesAre(sharing)} sharing a disk with another one.`,
    meaning: 'Two machines that write to one disk at the same time destroy what is on it.',
    fix: 'Give each a disk of its own, unless their file system is made for it.',
  })

/**
 * A file of which the host tells no size although its pool runs. One that runs has its file open, so where even such
 * a machine has no sizes, the host could not be asked for any.
 */
function disksMissing(pod: DriftPod, machines: readonly DriftMachine[]) {
  const running = new Set(pod.pools.filter(({ state }) => state === 'running').map(({ id }) => id))
  const lacking = machines.filter(({ disks }) =>
    disks.some(
      ({ size, source, storage_pool }) =>
        size === null && source !== null && storage_pool !== null && running.has(storage_pool),
    ),
  )
  if (lacking.some(({ domain_state }) => domain_state !== 'shutoff')) return undefined
  return about(lacking, {
    kind: 'disk_missing',
    title: `${machinesHave(lacking)} a disk whose file is not there.`,
    meaning:
      'The storage pool is active, but the host finds nothing under the path: it will not start.',
    fix: 'Restore the file from a backup, or take the disk out of the machine.',
  })
}

const macsShared = (sharing: readonly DriftMachine[]) =>
  about(sharing, {
    kind: 'mac_shared',
    title: `${machinesHave(sharing)} a MAC address that another one has as well.`,
    meaning: 'On one network, neither gets all of its packets, and both get the same address.',
    fix: 'Give one of them another MAC address.',
  })

const isWithin = (path: string | null, source: string | null) =>
  path !== null && source?.startsWith(`${path.replace(/\/+$/, '')}/`) === true

function poolsLost(pod: DriftPod, machines: readonly DriftMachine[]): Drift[] {
  const now = pod.pools.find(({ id }) => id === pod.default_storage_pool)
  return pod.lost.flatMap(({ name, path, was_default }): Drift[] => {
    const stranded = machines.filter(({ disks }) =>
      disks.some(({ source }) => isWithin(path, source)),
    )
    if (was_default) {
      return [
        {
          kind: 'default_pool_missing',
          title: `The default storage pool ${name} is not on the host any more.`,
          meaning: now
            ? `New disks go to ${now.name} until you choose.`
            : 'No other pool is active, so nothing can be composed.',
          fix: 'Define the pool on the host again, or choose another one under Configuration.',
          subjects: subjectsOf(stranded),
        },
      ]
    }
    if (stranded.length === 0) return []
    return [
      {
        kind: 'pool_missing',
        title: `The storage pool ${name} is not on the host any more.`,
        meaning: `${machinesHave(stranded)} disks in it. The files may be there still; Podyard does not know their pool.`,
        fix: 'Define the pool on the host again.',
        subjects: subjectsOf(stranded),
      },
    ]
  })
}

/** One that is neither started by itself nor needed by anyone may well be meant to rest. */
function poolsInactive(pod: DriftPod, machines: readonly DriftMachine[]): Drift[] {
  return pod.pools.flatMap(({ id, name, state, autostart }): Drift[] => {
    if (state !== 'inactive' && state !== 'inaccessible') return []
    const needing = machines.filter(({ disks }) =>
      disks.some(({ storage_pool }) => storage_pool === id),
    )
    const isDefault = id === pod.default_storage_pool
    if (!autostart && !isDefault && needing.length === 0) return []
    return [
      {
        kind: 'pool_inactive',
        title: `The storage pool ${name} is ${state === 'inactive' ? 'not active' : 'not accessible'}.`,
        meaning: [
          isDefault ? 'It is the default for new disks.' : '',
          needing.length > 0 ? `${machinesHave(needing)} disks in it.` : '',
          'Its figures are unknown until it is active.',
        ]
          .filter(Boolean)
          .join(' '),
        fix: 'Start it on the host.',
        subjects: subjectsOf(needing),
      },
    ]
  })
}

function overLimit(
  kind: 'cores_over_limit' | 'memory_over_limit',
  pod: DriftPod,
  machines: readonly DriftMachine[],
): Drift | undefined {
  const isCores = kind === 'cores_over_limit'
  const physical = isCores ? pod.cores : pod.memoryMiB
  if (physical === null) return undefined
  const ratio = isCores ? pod.cpu_over_commit_ratio : pod.memory_over_commit_ratio
  const allocated = machines.reduce(
    (sum, machine) => sum + (isCores ? machine.cpu_count : machine.memory_mib),
    0,
  )
  const { limit, free } = capacity(physical, ratio, allocated)
  if (free >= 0) return undefined
  const unit = isCores ? 'cores' : 'MiB of memory'
  return {
    kind,
    title: `${allocated} ${unit} are allocated, of ${limit} that over commit allows.`,
    meaning: 'Machines run on, but none can be composed.',
    fix: `Raise the ${isCores ? 'CPU' : 'memory'} over commit ratio, or delete machines.`,
    subjects: [],
  }
}
