import { virtualStays, virtualTag, withVirtual } from '../contract/rules/tags.ts'
import type { Parsed } from '../contract/endpoints.ts'
import { vmHostName, vmHostPath } from '../contract/endpoints/vm-hosts.ts'
import { parseAddress } from './address.ts'
import { compose } from './compose.ts'
import { connect, type ConnectRequest } from './connect.ts'
import { type Db, iso, type PodRow } from './db.ts'
import { discoverHost, discoverMachines } from './discover.ts'
import type { HandlersOf } from './handler.ts'
import { isComposed, podOut } from './out.ts'
import { fieldErrors, notFound, Refusal } from './refusal.ts'
import { defaultPoolId, resourcePoolByName } from './resource-pool.ts'
import { twoWords } from './stable.ts'
import { defaultZoneId, zoneByName } from './zone.ts'

const podHandlers: HandlersOf<'pod'> = {
  podList: (_, db) => db.pods.toSorted((a, b) => a.id - b.id).map((row) => podOut(row, db)),
  podRead: ({ id }, db) => podOut(find(db, id), db),

  async podCreate(input, db, { signal }) {
    const target = parseAddress(input.power_address)
    const power_pass = input.power_pass ?? ''
    if (input.name !== undefined) checkName(db, input.name)
    const zone_id = input.zone === undefined ? defaultZoneId : zoneByName(db, input.zone).id
    const pool_id = input.pool === undefined ? defaultPoolId : resourcePoolByName(db, input.pool).id
    const same = db.pods.find(
      (row) => row.power_address === input.power_address && row.power_pass === power_pass,
    )
    if (same) {
      throw new Refusal({
        code: 'bad_request',
        message: `Pod ${same.name} with type and parameters already exist.`,
      })
    }
    const { host_key, transport } = await connect(
      db,
      target,
      request(input, power_pass, null, signal),
    )
    const host = discoverHost(target)
    const row: PodRow = {
      id: db.nextPodId,
      name: input.name ?? newName(db),
      tags: withVirtual(input.tags),
      type: input.type,
      cpu_over_commit_ratio: input.cpu_over_commit_ratio ?? 1,
      memory_over_commit_ratio: input.memory_over_commit_ratio ?? 1,
      default_macvlan_mode: input.default_macvlan_mode ?? null,
      zone_id,
      pool_id,
      power_address: input.power_address,
      power_pass,
      default_storage_pool: storagePool(host, input.default_storage_pool ?? ''),
      connection: connectedNow(db, transport),
      host_key,
      host,
    }
    db.nextPodId += 1
    db.pods.push(row)
    db.machines.push(...discoverMachines(row))
    tell(db, 'created', row)
    return podOut(row, db)
  },

  async podUpdate({ id, ...input }, db, { signal }) {
    const row = find(db, id)
    if (input.name !== undefined) checkName(db, input.name, row)
    const zone_id = input.zone === undefined ? row.zone_id : zoneByName(db, input.zone).id
    const pool_id = input.pool === undefined ? row.pool_id : resourcePoolByName(db, input.pool).id
    const default_storage_pool =
      input.default_storage_pool === undefined
        ? row.default_storage_pool
        : storagePool(row.host, input.default_storage_pool)
    if (needsConnection(row, input)) await reconnect(db, row, input, signal)
    if (input.default_storage_pool !== undefined) row.lost_storage_pools = []
    Object.assign(row, { zone_id, pool_id, default_storage_pool }, pickSettings(input))
    tell(db, 'updated', row)
    return podOut(row, db)
  },

  async podRefresh({ id, ...input }, db, { signal }) {
    const row = find(db, id)
    try {
      await reconnect(db, row, input, signal)
    } catch (error) {
      if (error instanceof Refusal) row.connection = lost(db, row, error)
      throw error
    } finally {
      tell(db, 'updated', row)
    }
    return podOut(row, db)
  },

  podParameters({ id }, db) {
    const { power_address, power_pass } = find(db, id)
    return { power_address, power_pass }
  },

  async podDelete({ id, decompose }, db) {
    const row = find(db, id)
    await db.pause(400)
    // Machines that stay on the host are no longer ours to show either.
    const gone = db.machines.filter((machine) => machine.pod_id === row.id)
    const destroyed = decompose ? gone.filter(isComposed) : []
    for (const machine of destroyed) await db.pause(machine.disks.length * 60)
    db.machines = db.machines.filter((machine) => machine.pod_id !== row.id)
    db.pods = db.pods.filter((each) => each !== row)
    tell(db, 'deleted', row)
  },

  podCompose({ id, ...input }, db) {
    return compose(db, find(db, id), input)
  },

  podAddTag({ id, tag }, db) {
    const row = find(db, id)
    checkTag(tag)
    return retag(db, row, [...new Set([...row.tags, tag])])
  },

  podRemoveTag({ id, tag }, db) {
    const row = find(db, id)
    checkTag(tag)
    if (tag === virtualTag) {
      throw new Refusal({ code: 'bad_request', message: virtualStays })
    }
    const tags = row.tags.filter((each) => each !== tag)
    return retag(db, row, tags)
  },
}

/** The same under the names that MAAS 3 has for it. */
const vmHostHandlers = Object.fromEntries(
  Object.entries(podHandlers).map(([name, handle]) => [
    vmHostName(name),
    async (...args: unknown[]) => asVmHost(await (handle as AnyHandler)(...args)),
  ]),
) as unknown as HandlersOf<'vmHost'>

export const podAndVmHostHandlers = { ...podHandlers, ...vmHostHandlers }

type AnyHandler = (...args: unknown[]) => unknown

function asVmHost(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(asVmHost)
  if (typeof answer !== 'object' || answer === null || !('resource_uri' in answer)) return answer
  return { ...answer, resource_uri: vmHostPath(String(answer.resource_uri)) }
}

function checkTag(tag: string) {
  const message =
    tag === '' ? 'No provided tag!' : tag.includes(',') ? 'Tag may not contain a ",".' : undefined
  if (message !== undefined) throw new Refusal({ code: 'bad_request', message })
}

function retag(db: Db, row: PodRow, tags: string[]) {
  row.tags = tags
  tell(db, 'updated', row)
  return podOut(row, db)
}

function find(db: Db, id: number): PodRow {
  const row = db.pods.find((each) => each.id === id)
  if (!row) throw notFound()
  return row
}

function checkName(db: Db, name: string, own?: PodRow) {
  if (db.pods.some((row) => row !== own && row.name === name)) {
    throw fieldErrors({ name: ['Pod with this Name already exists.'] })
  }
}

function newName(db: Db): string {
  const taken = new Set(db.pods.map((row) => row.name))
  let attempt = db.nextPodId
  while (taken.has(twoWords(String(attempt)))) attempt += 1
  return twoWords(String(attempt))
}

/** Name or UUID in, UUID out; without one, the first that runs. */
function storagePool(host: PodRow['host'], wanted: string): string | null {
  if (wanted === '') return host.storagePools.find((pool) => pool.state === 'running')?.id ?? null
  const pool = host.storagePools.find((each) => each.id === wanted || each.name === wanted)
  if (pool) return pool.id
  const names = host.storagePools.map((each) => each.name).join(', ')
  const message = `The host has no storage pool ${wanted}. It has: ${names}.`
  throw new Refusal({
    code: 'storage_pool_not_found',
    message,
    field_errors: { default_storage_pool: [message] },
  })
}

type Update = Omit<Parsed<'podUpdate'>, 'id'>

const needsConnection = (row: PodRow, input: Update) =>
  (input.power_address !== undefined && input.power_address !== row.power_address) ||
  (input.power_pass !== undefined && input.power_pass !== row.power_pass)

function request(
  input: Pick<Update, 'host_key_fingerprint' | 'trust' | 'operation_id'>,
  password: string,
  pinned: PodRow['host_key'],
  signal: AbortSignal,
): ConnectRequest {
  const { host_key_fingerprint, trust, operation_id } = input
  return { host_key_fingerprint, trust, operation_id, password, pinned, signal }
}

/** Tries what is asked for, and stores it once it works. */
async function reconnect(db: Db, row: PodRow, input: Update, signal: AbortSignal) {
  const address = input.power_address ?? row.power_address
  const password = input.power_pass ?? row.power_pass
  const target = parseAddress(address)
  const pinned = address === row.power_address ? row.host_key : null
  const { host_key, transport } = await connect(
    db,
    target,
    request(input, password, pinned, signal),
  )
  row.power_address = address
  row.power_pass = password
  row.host_key = host_key?.fingerprint === pinned?.fingerprint ? pinned : host_key
  row.connection = connectedNow(db, transport)
}

const connectedNow = (db: Db, transport: string): PodRow['connection'] => ({
  state: 'connected',
  since: iso(db.now()),
  last_seen: iso(db.now()),
  next_try: null,
  problem: null,
  transport,
})

function lost(db: Db, row: PodRow, { problem }: Refusal): PodRow['connection'] {
  const { code, message, fix = null } = problem
  const since = row.connection.state === 'unreachable' ? row.connection.since : iso(db.now())
  return {
    ...row.connection,
    state: 'unreachable',
    since,
    next_try: iso(db.now() + 60_000),
    problem: { code, message, fix },
    transport: null,
  }
}

function pickSettings(input: Update): Partial<PodRow> {
  const { name, tags, cpu_over_commit_ratio, memory_over_commit_ratio, default_macvlan_mode } =
    input
  const settings = {
    name,
    tags: tags && withVirtual(tags),
    cpu_over_commit_ratio,
    memory_over_commit_ratio,
    default_macvlan_mode,
  }
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

const tell = (db: Db, action: 'created' | 'updated' | 'deleted', { id }: PodRow) =>
  db.feed.publish({
    event: 'change',
    data: { topic: 'pod', action, key: String(id), pod_id: null },
  })
