/** What adding and updating a pod check alike. */
import { withVirtual } from '../../contract/rules/tags.ts'
import type { Parsed } from '../../contract/endpoints.ts'
import { AppError, fieldError } from '../errors.ts'
import type { HostFacts } from '../facts.ts'
import { defaultStoragePool } from '../fleet/store-discovery.ts'
import type { Call } from '../handlers.ts'
import type { ConnectOptions } from '../hypervisor/port.ts'
import type { Progress } from '../progress.ts'
import { defaultGroupId } from '../store/groups.ts'
import type { PodPatch } from '../store/pods.ts'
import type { Store, Transaction } from '../store/store.ts'

type Update = Omit<Parsed<'podUpdate'>, 'id'>

const noSuchChoice = 'Select a valid choice. That choice is not one of the available choices.'

export const nameTaken = () => fieldError('name', 'Pod with this Name already exists.')

/** Zone and resource pool by their names; absent where not named. */
export async function readPlacement(
  { zones, resourcePools }: Pick<Store | Transaction, 'zones' | 'resourcePools'>,
  { zone, pool }: Pick<Update, 'zone' | 'pool'>,
): Promise<Pick<PodPatch, 'zone_id' | 'pool_id'>> {
  const found = {
    zone: zone === undefined ? undefined : await zones.byName(zone),
    pool: pool === undefined ? undefined : await resourcePools.byName(pool),
  }
  const fieldErrors = {
    ...(zone !== undefined && !found.zone && { zone: [noSuchChoice] }),
    ...(pool !== undefined && !found.pool && { pool: [noSuchChoice] }),
  }
  if (Object.keys(fieldErrors).length > 0) {
    throw new AppError('invalid_input', noSuchChoice, { fieldErrors })
  }
  return {
    ...(found.zone && { zone_id: found.zone.id }),
    ...(found.pool && { pool_id: found.pool.id }),
  }
}

export const defaultPlacement = {
  zone_id: defaultGroupId.zone,
  pool_id: defaultGroupId.resource_pool,
} as const

/** Name or UUID in, UUID out; an empty text asks for the one that Podyard would choose. */
export function readStoragePool(wanted: string, facts: HostFacts | null): string | null {
  const pools = facts?.storagePools ?? []
  if (wanted === '') return defaultStoragePool(null, pools)
  const pool =
    pools.find(({ uuid }) => uuid === wanted.toLowerCase()) ??
    pools.find(({ name }) => name === wanted)
  if (pool) return pool.uuid
  const names = pools.map(({ name }) => name).join(', ')
  const message = `The host has no storage pool ${wanted}. It has ${names === '' ? 'none' : names}.`
  throw new AppError('storage_pool_not_found', message, {
    fieldErrors: { default_storage_pool: [message] },
  })
}

/** Where the steps of an operation are told. */
export function stepsOf(
  progress: Progress,
  { user, signal }: Call,
  operationId: string | undefined,
): ConnectOptions & { signal: AbortSignal } {
  return {
    signal,
    onCheck: (check) => {
      if (operationId === undefined) return
      progress.publish(user.username, { operation_id: operationId, check })
    },
  }
}

/** Settings that need no host, as columns; those absent stay absent. */
export function readSettings(input: Update): PodPatch {
  const { name, tags, cpu_over_commit_ratio, memory_over_commit_ratio, default_macvlan_mode } =
    input
  return {
    ...(name !== undefined && { name }),
    ...(tags !== undefined && { tags: withVirtual(tags) }),
    ...(cpu_over_commit_ratio !== undefined && { cpu_over_commit_ratio }),
    ...(memory_over_commit_ratio !== undefined && { memory_over_commit_ratio }),
    ...(default_macvlan_mode !== undefined && { default_macvlan_mode }),
  }
}
