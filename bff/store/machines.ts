/** Machines as they are kept: what the host last told of a domain, and what became of it here. */
import { type ExpressionBuilder, type Selectable, sql } from 'kysely'
import type {
  BlockDevice,
  DomainState,
  MachineStatus,
  NetworkInterface,
  PowerState,
} from '../../contract/machine.ts'
import type { Term } from '../../contract/rules/search.ts'
import type { Clock } from '../clock.ts'
import { carries, isTagged } from './carries.ts'
import { madeColumns } from './machine-columns.ts'
import { domainStatesOf, ownedBy, searchConditions } from './machine-search.ts'
import type { Db, MachineTable, Schema, Timestamp } from './schema.ts'
import { ensureTags } from './tags.ts'
import type { Unit } from './unit.ts'

export type StoredMachine = {
  system_id: string
  pod_id: number
  domain_uuid: string
  domain_name: string
  hostname: string
  status: MachineStatus
  creation: 'pre_existing' | 'manual' | 'dynamic'
  owner_id: number | null
  locked: boolean
  zone_id: number
  pool_id: number
  tags: string[]
  owner_data: Record<string, string>
  architecture: string
  cpu_count: number
  memory_mib: number
  domain_state: DomainState
  disks: BlockDevice[]
  interfaces: NetworkInterface[]
  storage_bytes: number
  ip_addresses: string[]
  description: string
  status_message: string
  agent_name: string
  previous_status: MachineStatus | null
  created_at: Timestamp
  updated_at: Timestamp
}

/** What a machine begins without. */
const unset = {
  ip_addresses: [] as string[],
  description: '',
  status_message: '',
  agent_name: '',
  previous_status: null,
} satisfies Partial<StoredMachine>

export type NewMachine = Omit<StoredMachine, 'created_at' | 'updated_at' | keyof typeof unset> &
  Partial<Pick<StoredMachine, keyof typeof unset>>
export type MachinePatch = Partial<Omit<NewMachine, 'system_id' | 'pod_id' | 'domain_uuid'>>

export type ListedMachine = StoredMachine & { owner: string | null }

/** Names as they are written; those of different kinds are all to be met. */
export type MachineQuery = {
  hostnames?: readonly string[] | undefined
  macAddresses?: readonly string[] | undefined
  systemIds?: readonly string[] | undefined
  zones?: readonly string[] | undefined
  pools?: readonly string[] | undefined
  podIds?: readonly number[] | undefined
  podNames?: readonly string[] | undefined
  agentNames?: readonly string[] | undefined
  statuses?: readonly MachineStatus[] | undefined
  powerStates?: readonly PowerState[] | undefined
  /** User names; an empty one: nobody. */
  owners?: readonly string[] | undefined
  /** Any of them. */
  tags?: readonly string[] | undefined
  search?: readonly Term[] | undefined
  limit?: number | undefined
  offset?: number | undefined
}

/** What the machines of a pod hold together, on or off. */
export type PodUsage = {
  machines: number
  composed: number
  cores: number
  memoryMiB: number
}

/** Bounds of one statement's parameters: SQLite takes 32,766, PostgreSQL 65,535. */
const rowsPerStatement = 500

const listed = (db: Db) =>
  db
    .selectFrom('machine')
    .leftJoin('user', 'user.id', 'machine.owner_id')
    .selectAll('machine')
    .select('user.username as owner')
    .orderBy('machine.hostname')
    .orderBy('machine.system_id')

export function machineReads(db: Db) {
  return {
    /** Ordered by hostname. */
    async list(query: MachineQuery = {}): Promise<ListedMachine[]> {
      let select = listed(db).where((eb) => eb.and(machineConditions(eb, query)))
      // SQLite has no OFFSET without LIMIT.
      if (query.limit !== undefined || query.offset) select = select.limit(query.limit ?? 2 ** 31)
      if (query.offset) select = select.offset(query.offset)
      return (await select.execute()).map(parseListed)
    },
    /** Ordered by hostname. */
    async withTag(tag: string): Promise<ListedMachine[]> {
      const rows = await listed(db).where(carries('machine.tags', tag)).execute()
      return rows.map(parseListed).filter(isTagged(tag))
    },
    /** All, or those of the given domains. */
    async ofPod(podId: number, domainUuids?: readonly string[]): Promise<StoredMachine[]> {
      const select = db
        .selectFrom('machine')
        .selectAll()
        .where('pod_id', '=', podId)
        .orderBy('system_id')
      if (!domainUuids) return (await select.execute()).map(parse)
      const machines: StoredMachine[] = []
      for (const some of inParts(domainUuids)) {
        const rows = await select.where('domain_uuid', 'in', some).execute()
        machines.push(...rows.map(parse))
      }
      return machines
    },
    /** Of all machines of the given pods: system_id by UUID of the domain, by pod id. */
    async systemIds(podIds: readonly number[]): Promise<Map<number, Map<string, string>>> {
      const rows = await db
        .selectFrom('machine')
        .select(['pod_id', 'domain_uuid', 'system_id'])
        .where('pod_id', 'in', podIds)
        .execute()
      const byPod = Map.groupBy(rows, ({ pod_id }) => pod_id)
      return new Map(
        [...byPod].map(([podId, machines]) => [
          podId,
          new Map(machines.map(({ domain_uuid, system_id }) => [domain_uuid, system_id])),
        ]),
      )
    },
    /** What may drift, of all machines of the given pods. */
    async driftFacts(podIds: readonly number[]) {
      const rows = await db
        .selectFrom('machine')
        .select(['system_id', 'hostname', 'pod_id', 'domain_uuid', 'domain_state', 'status'])
        .select(['cpu_count', 'memory_mib', 'disks', 'interfaces'])
        .where('pod_id', 'in', podIds)
        .execute()
      return rows.map(({ disks, interfaces, status, domain_state, ...row }) =>
        Object.assign(row, {
          status: status as MachineStatus,
          domain_state: domain_state as DomainState,
          disks: JSON.parse(disks) as BlockDevice[],
          interfaces: JSON.parse(interfaces) as NetworkInterface[],
        }),
      )
    },
    /** By pod id; pods without machines are absent. */
    async usage(): Promise<Map<number, PodUsage>> {
      const rows = await db
        .selectFrom('machine')
        .select((eb) => [
          'pod_id',
          eb.fn.countAll<number>().as('machines'),
          eb.fn.sum<number | string>('cpu_count').as('cores'),
          eb.fn.sum<number | string>('memory_mib').as('memory_mib'),
          sql<number | string>`sum(case when creation = 'pre_existing' then 0 else 1 end)`.as(
            'composed',
          ),
        ])
        .groupBy('pod_id')
        .execute()
      return new Map(
        rows.map(({ pod_id, machines, composed, cores, memory_mib }) => [
          pod_id,
          {
            machines,
            // PostgreSQL sums eight-byte numbers into text.
            composed: Number(composed),
            cores: Number(cores),
            memoryMiB: Number(memory_mib),
          },
        ]),
      )
    },
    /** Those of the given hostnames that some machine has. */
    async takenHostnames(hostnames: readonly string[]): Promise<Set<string>> {
      return taken(hostnames, (some) =>
        db.selectFrom('machine').select('hostname as key').where('hostname', 'in', some).execute(),
      )
    },
    /** Those of the given ids that some machine has. */
    async takenSystemIds(ids: readonly string[]): Promise<Set<string>> {
      return taken(ids, (some) =>
        db
          .selectFrom('machine')
          .select('system_id as key')
          .where('system_id', 'in', some)
          .execute(),
      )
    },
  }
}

export function machineWrites({ db, record }: Unit, clock: Clock) {
  const told = (
    action: 'created' | 'updated' | 'deleted',
    { system_id, pod_id }: Pick<StoredMachine, 'system_id' | 'pod_id'>,
  ) => record({ topic: 'machine', action, key: system_id, pod_id })

  return {
    async create(machines: readonly NewMachine[]): Promise<void> {
      const now = clock.now().toISOString()
      await ensureTags(db, new Set(machines.flatMap(({ tags }) => tags)))
      for (const some of inParts(machines)) {
        const rows = some.map((machine) => ({
          ...written({ ...unset, ...machine }),
          created_at: now,
          updated_at: now,
        }))
        await db.insertInto('machine').values(rows).execute()
        for (const machine of some) told('created', machine)
      }
    },
    async update(
      machine: Pick<StoredMachine, 'system_id' | 'pod_id'>,
      patch: MachinePatch,
    ): Promise<void> {
      if (patch.tags) await ensureTags(db, patch.tags)
      await db
        .updateTable('machine')
        .set({ ...written(patch), updated_at: clock.now().toISOString() })
        .where('system_id', '=', machine.system_id)
        .execute()
      told('updated', machine)
    },
    async delete(machines: readonly Pick<StoredMachine, 'system_id' | 'pod_id'>[]): Promise<void> {
      for (const some of inParts(machines)) {
        const ids = some.map(({ system_id }) => system_id)
        await db.deleteFrom('machine').where('system_id', 'in', ids).execute()
        for (const machine of some) told('deleted', machine)
      }
    },
  }
}

type Builder = ExpressionBuilder<Schema, 'machine'>

/** What a row of the machine table must meet; without regard to limit and offset. */
export function machineConditions(eb: Builder, query: MachineQuery) {
  const { hostnames, macAddresses, systemIds, zones, pools, podIds, podNames } = query
  const { agentNames, statuses, powerStates, owners, tags, search } = query
  const group = (table: 'pod' | 'zone' | 'resource_pool', names: readonly string[]) =>
    eb.selectFrom(table).select('id').where('name', 'in', names)
  return [
    ...(hostnames ? [eb('machine.hostname', 'in', hostnames)] : []),
    ...(systemIds ? [eb('machine.system_id', 'in', systemIds)] : []),
    ...(podIds || podNames
      ? [
          eb.or([
            // PostgreSQL takes no empty list; without either, nothing matches.
            ...(podIds?.length ? [eb('machine.pod_id', 'in', podIds)] : []),
            ...(podNames?.length ? [eb('machine.pod_id', 'in', group('pod', podNames))] : []),
          ]),
        ]
      : []),
    ...(zones ? [eb('machine.zone_id', 'in', group('zone', zones))] : []),
    ...(pools ? [eb('machine.pool_id', 'in', group('resource_pool', pools))] : []),
    ...(macAddresses
      ? [eb.or(macAddresses.map((mac) => eb('machine.interfaces', 'like', macPattern(mac))))]
      : []),
    ...(agentNames ? [eb('machine.agent_name', 'in', agentNames)] : []),
    ...(statuses ? [eb('machine.status', 'in', statuses)] : []),
    ...(powerStates ? [eb('machine.domain_state', 'in', domainStatesOf(powerStates))] : []),
    ...(owners ? [eb.or(owners.map((owner) => ownedBy(eb, owner)))] : []),
    ...(tags ? [eb.or(tags.map((tag) => carries('machine.tags', tag)))] : []),
    ...searchConditions(eb, search ?? []),
  ]
}

/** Addresses are kept in lower case; whatever is not one matches nothing. */
const macPattern = (mac: string) =>
  `%"mac_address":"${mac.toLowerCase().replaceAll(/[^0-9a-f:]/g, '?')}"%`

async function taken(
  keys: readonly string[],
  read: (some: readonly string[]) => Promise<{ key: string }[]>,
): Promise<Set<string>> {
  const found = new Set<string>()
  for (const some of inParts(keys)) {
    for (const { key } of await read(some)) found.add(key)
  }
  return found
}

function* inParts<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += rowsPerStatement) {
    yield items.slice(start, start + rowsPerStatement)
  }
}

const jsonColumns = ['tags', 'owner_data', 'disks', 'interfaces', 'ip_addresses'] as const
type JsonColumn = (typeof jsonColumns)[number]

type Written<M> = Omit<M, JsonColumn | 'locked'> & {
  [K in keyof M & JsonColumn]: string
} & { [K in keyof M & 'locked']: 0 | 1 }

/** Rows hold JSON as text, and yes as 1. */
function written<M extends MachinePatch>(machine: M): Written<M> {
  const row: Record<string, unknown> = { ...machine, ...madeColumns(machine) }
  for (const column of jsonColumns) {
    if (machine[column] !== undefined) row[column] = JSON.stringify(machine[column])
  }
  if (machine.locked !== undefined) row['locked'] = machine.locked ? 1 : 0
  return row as Written<M>
}

const parseListed = ({
  owner,
  ...row
}: Selectable<MachineTable> & { owner: string | null }): ListedMachine => ({ ...parse(row), owner })

/** Our own writing: only this file and the migrations write the table. */
function parse(stored: Selectable<MachineTable>): StoredMachine {
  const { name_key: _key, macs: _macs, disk_count: _count, ...row } = stored
  return {
    ...row,
    status: row.status as MachineStatus,
    domain_state: row.domain_state as DomainState,
    locked: row.locked === 1,
    tags: JSON.parse(row.tags) as string[],
    owner_data: JSON.parse(row.owner_data) as Record<string, string>,
    disks: JSON.parse(row.disks) as BlockDevice[],
    interfaces: JSON.parse(row.interfaces) as NetworkInterface[],
    ip_addresses: JSON.parse(row.ip_addresses) as string[],
    previous_status: row.previous_status as MachineStatus | null,
  }
}
