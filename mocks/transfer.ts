import { type Bundle, bundleVersion } from '../contract/bundle.ts'
import type { Parsed } from '../contract/endpoints.ts'
import {
  type Current,
  importRows,
  type MachineChange,
  type Planned,
  planImport,
  planMachines,
  settledImport,
} from '../contract/rules/import-plan.ts'
import type { ImportRow } from '../contract/bundle.ts'
import { parseAddress } from './address.ts'
import type { Db } from './db.ts'
import type { Call, HandlersOf } from './handler.ts'
import { machineHandlers } from './machine.ts'
import { poolOf, zoneOf } from './out.ts'
import { podAndVmHostHandlers } from './pod.ts'
import { fieldErrors, Refusal } from './refusal.ts'
import { resourcePoolHandlers } from './resource-pool.ts'
import { otherMaas } from './seed/other-maas.ts'
import { tagHandlers } from './tag.ts'
import { zoneHandlers } from './zone.ts'

export const transferHandlers: HandlersOf<'import' | 'export'> = {
  async importPlan(input, db) {
    await db.pause(600)
    return importRows(planImport(sourceOf(input), current(db)))
  },
  async importApply(input, db, call) {
    const bundle = sourceOf(input)
    const plan = planImport(bundle, current(db))
    const trust = input.trust ?? 'ask'
    const rows = [
      ...(await carryOut(plan.zones, (group) => zoneHandlers.zoneCreate(group, db, call))),
      ...(await carryOut(plan.resourcePools, (group) =>
        resourcePoolHandlers.resourcePoolCreate(group, db, call),
      )),
      ...(await carryOut(plan.tags, ({ name, comment }) =>
        tagHandlers.tagCreate({ name, comment }, db, call),
      )),
      ...(await carryOut(plan.pods, (pod) =>
        podAndVmHostHandlers.podCreate(
          { ...pod, type: 'virsh', default_storage_pool: pod.default_storage_pool ?? '', trust },
          db,
          call,
        ),
      )),
    ]
    const machines = await carryOut(planMachines(bundle, current(db)), (change) =>
      changeMachine(change, db, call),
    )
    return [...rows, ...machines.map(settledImport)]
  },
  exportRead: (_, db) => ({
    podyard_bundle: bundleVersion,
    zones: db.zones.map(({ name, description }) => ({ name, description })),
    resource_pools: db.resourcePools.map(({ name, description }) => ({ name, description })),
    tags: db.tags.map(({ name, comment }) => ({ name, comment, definition: '' })),
    pods: db.pods.map((row) => ({
      name: row.name,
      type: row.type,
      power_address: row.power_address,
      power_pass: row.power_pass,
      zone: zoneOf(row, db).name,
      pool: poolOf(row, db).name,
      tags: row.tags,
      cpu_over_commit_ratio: row.cpu_over_commit_ratio,
      memory_over_commit_ratio: row.memory_over_commit_ratio,
      default_storage_pool: row.default_storage_pool,
    })),
    machines: db.machines.map((row) => ({
      hostname: row.hostname,
      owner: row.owner,
      pod: db.pods.find(({ id }) => id === row.pod_id)?.name ?? null,
      mac_addresses: row.interfaces.map(({ mac_address }) => mac_address),
      zone: zoneOf(row, db).name,
      pool: poolOf(row, db).name,
      tags: row.tags,
    })),
  }),
}

/** Failures are inputs here too: what cannot be reached, and a key that is refused, go by name. */
function sourceOf({ url, key = '', bundle }: Parsed<'importPlan'>): Bundle {
  if (bundle) return bundle
  if (url === undefined) throw fieldErrors({ url: ['Give the address of a MAAS, or a bundle.'] })
  if (key.split(':').length !== 3) {
    throw fieldErrors({ key: ['An API key has three parts with colons between them.'] })
  }
  if (url.includes('closed-port.example')) {
    const reason = 'The host is up, but nothing listens on that port.'
    throw fieldErrors({ url: [`That MAAS cannot be reached. ${reason}`] })
  }
  if (key.includes('wrong')) throw fieldErrors({ key: ['That MAAS refused the key.'] })
  return otherMaas
}

function current(db: Db): Current {
  const names = (items: readonly { name: string }[]) => new Set(items.map(({ name }) => name))
  return {
    zones: names(db.zones),
    resourcePools: names(db.resourcePools),
    tags: new Set([
      ...db.tags.map(({ name }) => name),
      ...[...db.pods, ...db.machines].flatMap(({ tags }) => tags),
    ]),
    users: new Set(db.users.map(({ username }) => username)),
    pods: db.pods,
    machines: db.machines.map((row) => ({
      system_id: row.system_id,
      hostname: row.hostname,
      owner: row.owner,
      zone: zoneOf(row, db).name,
      pool: poolOf(row, db).name,
      tags: row.tags,
      power_address: db.pods.find(({ id }) => id === row.pod_id)?.power_address ?? '',
      mac_addresses: row.interfaces.map(({ mac_address }) => mac_address),
    })),
    addressProblem,
  }
}

function addressProblem(address: string): string | undefined {
  try {
    parseAddress(address)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.problem.message
    throw error
  }
}

async function carryOut<T>(
  planned: readonly Planned<T>[],
  work: (make: T) => unknown,
): Promise<ImportRow[]> {
  const rows: ImportRow[] = []
  for (const { row, make } of planned) {
    rows.push(make === undefined ? row : await outcome(row, async () => work(make)))
  }
  return rows
}

async function outcome(row: ImportRow, work: () => Promise<unknown>): Promise<ImportRow> {
  try {
    await work()
    return { ...row, action: row.action === 'update' ? 'updated' : 'created' }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { message, fix = null } = error.problem
    return { ...row, action: 'failed', why: message, fix }
  }
}

function changeMachine({ owner, ...change }: MachineChange, db: Db, call: Call) {
  const row = db.machines.find(({ system_id }) => system_id === change.system_id)
  if (row && owner !== undefined) row.owner = owner
  return machineHandlers.machineUpdate(change, db, call)
}
