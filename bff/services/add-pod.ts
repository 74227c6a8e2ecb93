import type { Parsed } from '../../contract/endpoints.ts'
import { defaultRatio } from '../../contract/rules/overcommit.ts'
import { withVirtual } from '../../contract/rules/tags.ts'
import { AppError } from '../errors.ts'
import { twoWords } from '../fleet/names.ts'
import { connectedSince, storeDiscovery } from '../fleet/store-discovery.ts'
import type { Reached } from '../fleet/session.ts'
import type { Call } from '../handlers.ts'
import { type NewPod, podPasswordPurpose, type StoredPod } from '../store/pods.ts'
import type { Store, Transaction } from '../store/store.ts'
import { tellHostProblems } from './host-problem.ts'
import {
  defaultPlacement,
  nameTaken,
  readPlacement,
  readSettings,
  readStoragePool,
  stepsOf,
} from './pod-input.ts'
import { auditPod, type PodServices } from './pod-services.ts'

type Input = Parsed<'podCreate'>

/**
 * Adds a pod: checks the fields, reaches the host and discovers it, stores all of it at once, keeps the connection.
 * Nothing is stored unless everything worked, and nothing on the host is changed. Resolves to its id.
 *
 * @throws AppError: what is wrong with a field, or why the host cannot be used
 */
export async function addPod(services: PodServices, input: Input, call: Call): Promise<number> {
  const { store, fleet, secrets, clock, progress } = services
  await readPlacement(store, input)
  const password = input.power_pass ?? ''
  const refuseDuplicates = (scope: Store | Transaction) =>
    requireNew(scope, input, password, (sealed) => secrets.decrypt(sealed, podPasswordPurpose))
  await refuseDuplicates(store)

  const target = {
    address: input.power_address,
    password: password === '' ? null : password,
    hostKey: null,
    trust: input.trust ?? 'first_use',
    acceptFingerprint: input.host_key_fingerprint ?? null,
  } as const
  const reached = await tellHostProblems(call.signal, () =>
    fleet.reach(target, stepsOf(progress, call, input.operation_id)),
  )
  try {
    const at = clock.now().toISOString()
    const pod: Omit<NewPod, 'name'> = {
      ...readSettings(input),
      ...defaultPlacement,
      type: input.type,
      power_address: input.power_address,
      power_pass: password === '' ? null : secrets.encrypt(password, podPasswordPurpose),
      tags: withVirtual(input.tags),
      cpu_over_commit_ratio: input.cpu_over_commit_ratio ?? defaultRatio,
      memory_over_commit_ratio: input.memory_over_commit_ratio ?? defaultRatio,
      default_macvlan_mode: input.default_macvlan_mode ?? null,
      ...discovered(reached, input.default_storage_pool ?? '', at),
    }
    const id = await store.transaction(async (tx) => {
      // Someone else may have added it meanwhile, or deleted the zone.
      await refuseDuplicates(tx)
      const placed = { ...pod, ...(await readPlacement(tx, input)) }
      const { id: stored, name } = await create(tx, placed, input.name)
      await storeDiscovery(tx, stored, reached.discovery, at)
      await auditPod(tx, call, 'create', name, { power_address: input.power_address })
      return stored
    })
    await fleet.adopt(id, reached)
    return id
  } catch (error) {
    await reached.connection.close()
    throw error
  }
}

function discovered({ connection, discovery }: Reached, wantedPool: string, at: string) {
  const { hostKey, transport } = connection
  return {
    default_storage_pool: readStoragePool(wantedPool, discovery.host),
    host_key: hostKey && { ...hostKey, pinned_at: at },
    facts: discovery.host,
    last_seen: at,
    connection: connectedSince(at, transport),
  }
}

async function create(
  tx: Transaction,
  pod: Omit<NewPod, 'name'>,
  name: string | undefined,
): Promise<StoredPod> {
  const names = name === undefined ? (await tx.pods.list()).map((each) => each.name) : []
  const chosen = name ?? twoWords((candidate) => names.includes(candidate))
  const stored = await tx.pods.create({ ...pod, name: chosen })
  if (!stored) throw nameTaken()
  return stored
}

/** MAAS tells pods apart by type, address and password. */
async function requireNew(
  { pods }: Pick<Store | Transaction, 'pods'>,
  { type, name, power_address }: Input,
  password: string,
  decrypt: (sealed: string) => string,
): Promise<void> {
  if (name !== undefined && (await pods.byName(name))) throw nameTaken()
  for (const pod of await pods.withAddress(power_address)) {
    const own = pod.power_pass === null ? '' : decrypt(pod.power_pass)
    if (pod.type === type && own === password) {
      throw new AppError('bad_request', `Pod ${pod.name} with type and parameters already exist.`)
    }
  }
}
