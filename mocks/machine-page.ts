import { dnsDomain, machineStatuses, powerOfDomain } from '../contract/machine.ts'
import {
  type FacetName,
  type FacetValue,
  type MachineFacets,
  type MachineOrder,
  type MachineSort,
  type MachineSummary,
  mostIds,
} from '../contract/machine-page.ts'
import type { Parsed } from '../contract/endpoints.ts'
import { byNaturalOrder } from '../contract/rules/natural-order.ts'
import { meetsSearch, type Searched } from '../contract/rules/search-match.ts'
import { type Db, iso, type MachineRow } from './db.ts'
import type { MockHandlers } from './handler.ts'
import { lastSeen, poolOf, zoneOf } from './out.ts'

const byName: MachineOrder = { by: 'fqdn', descending: false }

export const machinePageHandlers: Pick<
  MockHandlers,
  'machinePage' | 'machineFacets' | 'machineIds'
> = {
  machinePage({ limit = 100, offset = 0, sort, ...filters }, db) {
    const found = ordered(findMachines(filters, db), sort)
    const items = found.slice(offset, offset + limit).map((known) => known.summary)
    return { items, total: found.length, version: db.feed.lastId() }
  },
  machineIds({ sort, ...filters }, db) {
    const found = ordered(findMachines(filters, db), sort)
    const ids = found.slice(0, mostIds).map(({ row }) => row.system_id)
    return { ids, total: found.length }
  },
  machineFacets(filters, db) {
    const names = Object.keys(facets) as FacetName[]
    const all = findMachines(filters, db)
    const counted = names.map((name) => {
      const others =
        filters[name] === undefined ? all : findMachines({ ...filters, [name]: undefined }, db)
      return [name, countValues(others.flatMap((known) => facets[name](known)))]
    })
    return Object.fromEntries(counted) as MachineFacets
  },
}

export type MachineFilters = Parsed<'machineFacets'>

/** A row, and what becomes of it on a page. */
type Known = { row: MachineRow; summary: MachineSummary }

export function findMachines(filters: MachineFilters, db: Db): Known[] {
  const { q = [], ...listed } = filters
  const tests = Object.entries(listed).flatMap(([name, wanted]) =>
    wanted === undefined
      ? []
      : [{ of: values[name as keyof typeof values], wanted: wanted.map(String) }],
  )
  const summarize = summaries(db)
  return db.machines
    .map((row) => ({ row, summary: summarize(row) }))
    .filter((known) =>
      tests.every(({ of, wanted }) => of(known).some((each) => wanted.includes(each))),
    )
    .filter(({ row, summary }) => meetsSearch(searched(row, summary), q))
}

/** What a machine has under each filter. */
const values: Record<Exclude<keyof MachineFilters, 'q'>, (known: Known) => readonly string[]> = {
  hostname: ({ row }) => [row.hostname],
  mac_address: ({ summary }) => summary.mac_addresses,
  id: ({ row }) => [row.system_id],
  domain: () => [dnsDomain.name],
  agent_name: ({ row }) => [row.agent_name ?? ''],
  zone: ({ summary }) => [summary.zone],
  pool: ({ summary }) => [summary.pool],
  pod: ({ summary }) => [String(summary.pod.id), summary.pod.name],
  status: ({ row }) => [String(row.status)],
  power_state: ({ summary }) => [summary.power_state],
  owner: ({ row }) => [row.owner],
  tag: ({ row }) => row.tags,
}

const facets: Record<FacetName, (known: Known) => readonly string[]> = {
  pod: ({ summary }) => [summary.pod.name],
  zone: values.zone,
  pool: values.pool,
  power_state: values.power_state,
  status: ({ summary }) => [summary.status_name],
  owner: values.owner,
  tag: values.tag,
}

function countValues(found: readonly string[]): FacetValue[] {
  const counts = new Map<string, number>()
  for (const value of found) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => byNaturalOrder(a.value, b.value))
}

const known = (value: string | number) => (value === '' || value === 0 ? null : value)

/** Null where it is unknown. */
const sortValues: Record<MachineSort, (summary: MachineSummary) => string | number | null> = {
  fqdn: ({ hostname }) => hostname,
  mac: ({ mac_addresses }) => known(mac_addresses.join(' ')),
  power: ({ power_state }) => power_state,
  status: ({ status_name }) => status_name,
  owner: ({ owner }) => known(owner),
  pod: ({ pod }) => pod.name,
  zone: ({ zone }) => zone,
  pool: ({ pool }) => pool,
  cores: ({ cpu_count }) => known(cpu_count),
  ram: ({ memory }) => known(memory),
  disks: ({ disk_count }) => disk_count,
  storage: ({ storage }) => known(storage),
}

export function ordered(found: Known[], { by, descending }: MachineOrder = byName): Known[] {
  const sign = descending ? -1 : 1
  const valueOf = sortValues[by]
  return found.sort((a, b) => {
    const [one, other] = [valueOf(a.summary), valueOf(b.summary)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    const difference =
      typeof one === 'number' && typeof other === 'number'
        ? one - other
        : byNaturalOrder(String(one), String(other))
    return sign * difference || byNaturalOrder(a.row.hostname, b.row.hostname)
  })
}

/** Looks pods and groups up once for all rows. */
function summaries(db: Db): (row: MachineRow) => MachineSummary {
  const pods = new Map(db.pods.map((pod) => [pod.id, pod]))
  return (row) => {
    const pod = pods.get(row.pod_id)
    return {
      system_id: row.system_id,
      hostname: row.hostname,
      fqdn: `${row.hostname}.${dnsDomain.name}`,
      status: row.status,
      status_name: machineStatuses[row.status],
      status_message: row.status_message ?? '',
      power_state: powerOfDomain[row.domain_state],
      domain_state: row.domain_state,
      locked: row.locked ?? false,
      owner: row.owner,
      creation: row.creation,
      cpu_count: row.cpu_count,
      memory: row.memory,
      storage: row.disks.reduce((total, disk) => total + (disk.size ?? 0), 0) / 1e6,
      disk_count: row.disks.length,
      unknown_disk_count: row.disks.filter(({ size }) => size === null).length,
      mac_addresses: row.interfaces.map((nic) => nic.mac_address),
      ip_addresses: row.ip_addresses,
      tag_names: row.tags,
      zone: zoneOf(row, db).name,
      pool: poolOf(row, db).name,
      pod: { id: row.pod_id, name: pod?.name ?? '' },
      osystem: row.osystem,
      distro_series: row.distro_series,
      live: pod?.connection.state === 'connected',
      last_seen: (pod && lastSeen(pod, db)) ?? iso(db.now()),
    }
  }
}

const searched = (row: MachineRow, summary: MachineSummary): Searched => ({
  ...summary,
  status: row.status,
  tags: row.tags,
  pod: summary.pod.name,
  architecture: row.architecture,
  cores: row.cpu_count,
  memoryMiB: row.memory,
  storageBytes: summary.storage * 1e6,
})
