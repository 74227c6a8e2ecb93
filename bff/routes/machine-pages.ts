import type { machinePageEndpoints } from '../../contract/endpoints/machine-pages.ts'
import { dnsDomain, machineStatuses, powerOfDomain } from '../../contract/machine.ts'
import {
  type MachineListInput,
  type MachineOrder,
  type MachineSummary,
  mostIds,
} from '../../contract/machine-page.ts'
import type * as z from 'zod/mini'
import type { Handlers } from '../handlers.ts'
import type { MachineLine } from '../store/machine-pages.ts'
import type { MachineQuery } from '../store/machines.ts'
import type { Store } from '../store/store.ts'

export type MachinePageHandlers = Pick<Handlers, keyof typeof machinePageEndpoints>

const byName: MachineOrder = { by: 'fqdn', descending: false }
const noFacets = { pod: [], zone: [], pool: [], power_state: [], status: [], owner: [], tag: [] }

export function machinePageRoutes({ machinePages, changes }: Store): MachinePageHandlers {
  return {
    machinePage: async ({ limit = 100, offset = 0, sort = byName, ...filters }) => {
      // First: a page may be newer than it says, never older.
      const { newest: version } = await changes.bounds()
      if (!isAnywhere(filters)) return { items: [], total: 0, version }
      const query = toQuery(filters)
      const [lines, total] = await Promise.all([
        machinePages.page(query, { order: sort, limit, offset }),
        machinePages.count(query),
      ])
      return { items: lines.map(toSummary), total, version }
    },
    machineFacets: async (filters) =>
      isAnywhere(filters) ? machinePages.facets(toQuery(filters)) : noFacets,
    machineIds: async ({ sort = byName, ...filters }) => {
      if (!isAnywhere(filters)) return { ids: [], total: 0 }
      const query = toQuery(filters)
      const [ids, total] = await Promise.all([
        machinePages.ids(query, { order: sort, limit: mostIds, offset: 0 }),
        machinePages.count(query),
      ])
      return { ids, total }
    },
  }
}

export type MachineFilters = Omit<z.output<typeof MachineListInput>, 'limit' | 'offset' | 'sort'>

/** False where the filters can match no machine: all are in the one domain. */
export const isAnywhere = ({ domain }: Pick<MachineFilters, 'domain'>): boolean =>
  domain?.includes(dnsDomain.name) ?? true

export const toQuery = (filters: MachineFilters): MachineQuery => ({
  hostnames: filters.hostname,
  macAddresses: filters.mac_address,
  systemIds: filters.id,
  agentNames: filters.agent_name,
  zones: filters.zone,
  pools: filters.pool,
  ...podsOf(filters.pod),
  statuses: filters.status,
  powerStates: filters.power_state,
  owners: filters.owner,
  tags: filters.tag,
  search: filters.q,
})

/** PostgreSQL takes no more for an id. */
const mostId = 2 ** 31

/** Whole numbers are ids, anything else is a name. */
function podsOf(pods: readonly string[] | undefined): Pick<MachineQuery, 'podIds' | 'podNames'> {
  if (!pods) return {}
  const isId = (text: string) => /^\s*\d+\s*$/.test(text)
  return {
    podIds: pods
      .filter(isId)
      .map(Number)
      .filter((id) => id < mostId),
    podNames: pods.filter((text) => !isId(text)),
  }
}

function toSummary(line: MachineLine): MachineSummary {
  return {
    system_id: line.system_id,
    hostname: line.hostname,
    fqdn: `${line.hostname}.${dnsDomain.name}`,
    status: line.status,
    status_name: machineStatuses[line.status],
    status_message: line.status_message,
    power_state: powerOfDomain[line.domain_state],
    domain_state: line.domain_state,
    locked: line.locked,
    owner: line.owner ?? '',
    creation: line.creation,
    cpu_count: line.cpu_count,
    memory: line.memory_mib,
    storage: line.storage_bytes / 1e6,
    disk_count: line.disks.length,
    unknown_disk_count: line.disks.filter(({ size }) => size === null).length,
    mac_addresses: line.macs,
    ip_addresses: line.ip_addresses,
    tag_names: line.tags,
    zone: line.zone,
    pool: line.pool,
    pod: { id: line.pod_id, name: line.pod },
    osystem: '',
    distro_series: '',
    live: line.connection.state === 'connected',
    last_seen: line.last_seen ?? line.updated_at,
  }
}
