import type { Parsed } from '../../contract/endpoints.ts'
import { AppError, notFound } from '../errors.ts'
import { storeDiscovery } from '../fleet/store-discovery.ts'
import type { Reached } from '../fleet/session.ts'
import type { Call } from '../handlers.ts'
import { isSameHost } from '../hypervisor/address.ts'
import type { HostConnection, Target } from '../hypervisor/port.ts'
import { type PodPatch, podPasswordPurpose, type StoredPod } from '../store/pods.ts'
import type { Transaction } from '../store/store.ts'
import { tellHostProblems } from './host-problem.ts'
import { nameTaken, readPlacement, readSettings, readStoragePool, stepsOf } from './pod-input.ts'
import { auditPod, type PodServices } from './pod-services.ts'

type Input = Parsed<'podUpdate'>

/**
 * Changes what is named and keeps the rest. Only another address, password or host key is tried on the host, before
 * anything is stored; the session there was lives on when that fails.
 *
 * @throws AppError: `not_found`, what is wrong with a field, or why the host cannot be used
 */
export async function updatePod(services: PodServices, input: Input, call: Call): Promise<void> {
  const { store, fleet, progress, clock } = services
  const pod = await store.pods.byId(input.id)
  if (!pod) throw notFound()
  await readPlacement(store, input)
  const save = async (tx: Transaction, more: PodPatch) => {
    await requireFreeName(tx, pod, input.name)
    const patch = { ...readSettings(input), ...(await readPlacement(tx, input)), ...more }
    if (!(await tx.pods.update(pod.id, patch))) throw notFound()
    await auditPod(tx, call, 'update', pod.name, auditDetail(input))
  }

  const target = newTarget(services, pod, input)
  if (!target) {
    return store.transaction((tx) => save(tx, storagePoolPatch(input, pod.facts)))
  }
  const reached = await tellHostProblems(call.signal, async () =>
    fleet.reach(target, stepsOf(progress, call, input.operation_id)),
  )
  try {
    const { host } = reached.discovery
    const more = { ...storagePoolPatch(input, host), ...reachPatch(services, target, pod, reached) }
    await fleet.exchange(pod.id, async () => {
      await store.transaction(async (tx) => {
        await requireUnchanged(tx, pod)
        await save(tx, more)
        const at = clock.now().toISOString()
        await storeDiscovery(tx, pod.id, reached.discovery, at, reached.connection)
      })
      return reached
    })
  } catch (error) {
    await reached.connection.close()
    throw error
  }
}

/** How to reach the pod from now on; undefined where that does not change. */
function newTarget({ secrets }: PodServices, pod: StoredPod, input: Input): Target | undefined {
  const before = pod.power_pass === null ? '' : secrets.decrypt(pod.power_pass, podPasswordPurpose)
  const address = input.power_address ?? pod.power_address
  const password = input.power_pass ?? before
  const fingerprint = input.host_key_fingerprint ?? null
  const otherKey = fingerprint !== null && fingerprint !== pod.host_key?.fingerprint
  if (address === pod.power_address && password === before && !otherKey) return undefined
  return {
    address,
    password: password === '' ? null : password,
    hostKey: pod.host_key && samePlace(address, pod) ? pod.host_key : null,
    trust: input.trust ?? 'first_use',
    acceptFingerprint: fingerprint,
  }
}

/** What cannot be read is no known place; the host will refuse it in its own words. */
function samePlace(address: string, pod: StoredPod): boolean {
  try {
    return isSameHost(address, pod.power_address)
  } catch {
    return false
  }
}

function reachPatch(
  { secrets, clock }: PodServices,
  { address, password }: Target,
  pod: StoredPod,
  { connection }: Reached,
): PodPatch {
  return {
    power_address: address,
    power_pass: password === null ? null : secrets.encrypt(password, podPasswordPurpose),
    host_key: pinned(connection, pod, clock.now().toISOString()),
  }
}

function pinned({ hostKey }: HostConnection, { host_key }: StoredPod, at: string) {
  if (hostKey?.fingerprint === host_key?.fingerprint) return host_key
  return hostKey && { ...hostKey, pinned_at: at }
}

const storagePoolPatch = (
  { default_storage_pool: wanted }: Input,
  facts: StoredPod['facts'],
): PodPatch =>
  wanted === undefined
    ? {}
    : // Whoever chooses has seen what is gone.
      { default_storage_pool: readStoragePool(wanted, facts), lost_storage_pools: [] }

/** What was tried on the host began with how it was reached then, and would undo what someone else stored meanwhile. */
async function requireUnchanged(tx: Transaction, pod: StoredPod) {
  const now = await tx.pods.byId(pod.id)
  if (!now) throw notFound()
  if (now.power_address === pod.power_address && now.power_pass === pod.power_pass) return
  throw new AppError(
    'conflict',
    'Someone else changed how this pod is reached meanwhile. Look at it again, then repeat your change.',
  )
}

async function requireFreeName(tx: Transaction, pod: StoredPod, name: string | undefined) {
  if (name === undefined || name === pod.name) return
  if (await tx.pods.byName(name)) throw nameTaken()
}

/** What was asked for; of a password only that there was one. */
function auditDetail({ id: _id, operation_id: _operation, power_pass, ...rest }: Input) {
  return { ...rest, ...(power_pass !== undefined && { power_pass: 'changed' }) }
}
