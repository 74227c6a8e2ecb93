/** What an import would do, from what there is on both sides. Pure; the server and the mocks carry it out. */
import type {
  Bundle,
  BundleGroup,
  BundleMachine,
  BundlePod,
  BundleTag,
  ImportAction,
  ImportRow,
} from '../bundle.ts'
import { groupNameProblem } from './group-names.ts'
import { parseRatio } from './overcommit.ts'
import { tagName } from './tags.ts'

export type CurrentMachine = {
  system_id: string
  hostname: string
  /** User name; empty where nobody holds it. */
  owner: string
  zone: string
  pool: string
  tags: readonly string[]
  power_address: string
  mac_addresses: readonly string[]
}

/** What there is here. Groups, tags and users by their names. */
export type Current = {
  zones: ReadonlySet<string>
  resourcePools: ReadonlySet<string>
  tags: ReadonlySet<string>
  users: ReadonlySet<string>
  pods: readonly { name: string; power_address: string }[]
  machines: readonly CurrentMachine[]
  /** Why an address cannot be one; undefined where it can. */
  addressProblem: (address: string) => string | undefined
}

/** `make` is what to do; absent where there is nothing to do. */
export type Planned<T> = { row: ImportRow; make?: T }

export type ImportPlan = {
  zones: Planned<BundleGroup>[]
  resourcePools: Planned<BundleGroup>[]
  tags: Planned<BundleTag>[]
  pods: Planned<BundlePod>[]
  machines: Planned<MachineChange>[]
}

/** Absent is kept as it is. */
export type MachineChange = {
  system_id: string
  hostname?: string
  owner?: string
  zone?: string
  pool?: string
  tags?: string[]
}

type Kind = ImportRow['kind']

const rowOf = (kind: Kind, name: string, action: ImportAction, ...why: string[]): ImportRow => ({
  kind,
  name,
  action,
  why: why.filter(Boolean).join(' '),
  fix: null,
})

export function planImport(bundle: Bundle, current: Current): ImportPlan {
  const zones = planGroups('zone', bundle.zones, current.zones)
  const resourcePools = planGroups('resource_pool', bundle.resource_pools, current.resourcePools)
  const after = {
    ...current,
    zones: withMade(current.zones, zones),
    resourcePools: withMade(current.resourcePools, resourcePools),
  }
  return {
    zones,
    resourcePools,
    tags: planTags(bundle.tags, current.tags),
    pods: planPods(bundle.pods, after),
    machines: planMachines(bundle, after),
  }
}

export const importRows = (plan: ImportPlan): ImportRow[] =>
  [plan.zones, plan.resourcePools, plan.tags, plan.pods, plan.machines].flatMap((part) =>
    part.map(({ row }) => row),
  )

const withMade = (there: ReadonlySet<string>, planned: readonly Planned<BundleGroup>[]) =>
  new Set([...there, ...planned.flatMap(({ make }) => (make ? [make.name] : []))])

const groupNames =
  'Names here start with a letter or digit and hold letters, digits, blanks, dots, dashes and underscores only.'

function planGroups(
  kind: 'zone' | 'resource_pool',
  groups: readonly BundleGroup[],
  there: ReadonlySet<string>,
): Planned<BundleGroup>[] {
  return once(groups).map((group) => {
    if (there.has(group.name)) return { row: rowOf(kind, group.name, 'exists') }
    if (groupNameProblem(group.name) !== undefined) {
      return { row: rowOf(kind, group.name, 'cannot', groupNames) }
    }
    return { row: rowOf(kind, group.name, 'create'), make: group }
  })
}

const planTags = (tags: readonly BundleTag[], there: ReadonlySet<string>): Planned<BundleTag>[] =>
  once(tags).map((tag) => {
    if (there.has(tag.name)) return { row: rowOf('tag', tag.name, 'exists') }
    if (!tagName.test(tag.name)) {
      const problem = 'Tags have letters, digits, dashes and underscores only.'
      return { row: rowOf('tag', tag.name, 'cannot', problem) }
    }
    const definition =
      tag.definition === ''
        ? ''
        : 'Without its definition: the machines that it matches now carry it, new ones will not.'
    return { row: rowOf('tag', tag.name, 'create', definition), make: tag }
  })

const once = <T extends { name: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [item.name, item])).values(),
]

function planPods(pods: readonly BundlePod[], current: Current): Planned<BundlePod>[] {
  const byAddress = new Map(current.pods.map((pod) => [pod.power_address, pod.name]))
  const names = new Set(current.pods.map(({ name }) => name))
  return pods.map((pod): Planned<BundlePod> => {
    const row = (action: ImportAction, ...why: string[]) => ({
      row: rowOf('pod', pod.name, action, ...why),
    })
    const unusable = podProblem(pod, current)
    if (unusable !== undefined) return row('cannot', unusable)
    const same = byAddress.get(pod.power_address)
    if (same !== undefined) {
      return row('exists', same === pod.name ? '' : `Here it is called ${same}.`)
    }
    if (names.has(pod.name)) {
      return row('cannot', 'A pod with another address has this name here. Rename that one first.')
    }
    byAddress.set(pod.power_address, pod.name)
    names.add(pod.name)
    const make = { ...pod, ...placed(pod, current) }
    return {
      ...row(
        'create',
        pod.power_pass === '' && pod.power_address.startsWith('qemu+ssh')
          ? 'It has no password: Podyard’s own key is used, which the host must let in.'
          : '',
        ...misplaced(pod, current),
      ),
      make,
    }
  })
}

const removed: Record<string, string> = {
  lxd: 'It is an LXD host. Podyard manages libvirt hosts only.',
  rsd: 'It is a Rack Scale Design pod. Podyard manages libvirt hosts only.',
}

function podProblem(pod: BundlePod, { addressProblem }: Current): string | undefined {
  if (pod.type !== 'virsh') {
    return removed[pod.type] ?? `Its type is ${pod.type}. Podyard manages libvirt hosts only.`
  }
  for (const ratio of [pod.cpu_over_commit_ratio, pod.memory_over_commit_ratio]) {
    if (!parseRatio(ratio).ok) return `Its over commit ratio of ${ratio} is not within 0 to 10.`
  }
  if (pod.tags.some((tag) => tag.includes(','))) return 'One of its tags has a comma in it.'
  return addressProblem(pod.power_address)
}

type Place = { zone: string; pool: string }

const placed = ({ zone, pool }: Place, current: Current): Place => ({
  zone: current.zones.has(zone) ? zone : 'default',
  pool: current.resourcePools.has(pool) ? pool : 'default',
})

const misplaced = ({ zone, pool }: Place, current: Current): string[] => [
  current.zones.has(zone) ? '' : `Its zone ${zone} cannot be brought: it goes to default.`,
  current.resourcePools.has(pool)
    ? ''
    : `Its resource pool ${pool} cannot be brought: it goes to default.`,
]

/** Machines are found by any of their MAC addresses on the pod of the same address. */
export function planMachines(bundle: Bundle, current: Current): Planned<MachineChange>[] {
  const pods = new Map(bundle.pods.map((pod) => [pod.name, pod]))
  const known = new Set(current.pods.map(({ power_address }) => power_address))
  const byMac = new Map<string, CurrentMachine>()
  for (const machine of current.machines) {
    for (const mac of machine.mac_addresses) byMac.set(macKey(machine.power_address, mac), machine)
  }
  const names = new Map(current.machines.map(({ hostname, system_id }) => [hostname, system_id]))

  return bundle.machines.map((machine): Planned<MachineChange> => {
    const row = (action: ImportAction, ...why: string[]) => ({
      row: rowOf('machine', machine.hostname, action, ...why),
    })
    if (machine.pod === null)
      return row('cannot', 'It is on no pod. Podyard manages machines of pods.')
    const pod = pods.get(machine.pod)
    if (!pod || podProblem(pod, current) !== undefined) {
      return row('cannot', `Its pod ${machine.pod} cannot be brought.`)
    }
    if (!known.has(pod.power_address)) {
      return row('update', `Once the pod ${machine.pod} is there, it gets its name and owner.`)
    }
    const found = machine.mac_addresses
      .map((mac) => byMac.get(macKey(pod.power_address, mac)))
      .find((each) => each !== undefined)
    if (!found) {
      return row('cannot', `No machine on the pod ${machine.pod} has one of its MAC addresses.`)
    }
    const { change, why } = changeOf(machine, found, current, names)
    if (Object.keys(change).length === 0) return row('exists', ...why)
    if (change.hostname !== undefined) {
      names.delete(found.hostname)
      names.set(change.hostname, found.system_id)
    }
    return { ...row('update', ...why), make: { system_id: found.system_id, ...change } }
  })
}

const macKey = (address: string, mac: string) => `${mac.toLowerCase()} ${address}`

/** Of an import that is over: a machine that still waits for its pod waits in vain. */
export const settledImport = (row: ImportRow): ImportRow =>
  row.action === 'update' ? { ...row, action: 'cannot', why: 'Its pod could not be added.' } : row

function changeOf(
  machine: BundleMachine,
  found: CurrentMachine,
  current: Current,
  names: ReadonlyMap<string, string>,
) {
  const change: Omit<MachineChange, 'system_id'> = {}
  const why: string[] = []
  const hostname = machine.hostname.toLowerCase()
  if (hostname !== found.hostname) {
    if (names.has(hostname)) why.push('Another machine has its name here.')
    else {
      change.hostname = hostname
      why.push(`Its name changes from ${found.hostname}.`)
    }
  }
  if (machine.owner !== '' && machine.owner !== found.owner) {
    if (current.users.has(machine.owner)) {
      change.owner = machine.owner
      why.push(`Its owner becomes ${machine.owner}.`)
    } else why.push(`Its owner ${machine.owner} has no account here.`)
  }
  const place = placed(machine, current)
  if (place.zone !== found.zone) change.zone = place.zone
  if (place.pool !== found.pool) change.pool = place.pool
  const tags = [...new Set([...found.tags, ...machine.tags])]
  if (tags.length > found.tags.length) change.tags = tags
  for (const [key, noun] of [
    ['zone', 'zone'],
    ['pool', 'resource pool'],
  ] as const) {
    if (change[key] !== undefined) why.push(`Its ${noun} becomes ${change[key]}.`)
  }
  if (change.tags) why.push('It gets its tags.')
  return { change, why }
}
