import type { Bundle, BundlePod, ImportRow } from '../../contract/bundle.ts'
import {
  type Current,
  type ImportPlan,
  type MachineChange,
  type Planned,
  planImport,
  planMachines,
  settledImport,
} from '../../contract/rules/import-plan.ts'
import { AppError } from '../errors.ts'
import type { Call, Handlers } from '../handlers.ts'
import { parseAddress } from '../hypervisor/address.ts'
import { InvalidAddress } from '../hypervisor/host-error.ts'
import type { Store } from '../store/store.ts'

/** Whatever is brought is made as everybody else makes it. */
export type Makers = Pick<
  Handlers,
  'zoneCreate' | 'resourcePoolCreate' | 'tagCreate' | 'podCreate' | 'machineUpdate'
>

/** Hosts that are contacted at once: a few dead ones shall not hold up the rest. */
const hostsAtOnce = 8

/** What the import of a bundle would do now. */
export const planBundle = async (store: Store, bundle: Bundle): Promise<ImportPlan> =>
  planImport(bundle, await readCurrent(store))

/** Does it, part by part; what fails is said in its row, and the rest goes on. */
export async function applyBundle(
  store: Store,
  make: Makers,
  bundle: Bundle,
  trust: 'ask' | 'first_use',
  call: Call,
): Promise<ImportRow[]> {
  const plan = await planBundle(store, bundle)
  const zones = await carryOut(plan.zones, (group) => make.zoneCreate(group, call))
  const pools = await carryOut(plan.resourcePools, (group) => make.resourcePoolCreate(group, call))
  const tags = await carryOut(plan.tags, ({ name, comment }) =>
    make.tagCreate({ name, comment }, call),
  )
  const pods = await carryOut(
    plan.pods,
    (pod) => make.podCreate({ ...podInput(pod), trust }, call),
    hostsAtOnce,
  )
  // The machines of new pods are known from here on.
  const machines = await carryOut(planMachines(bundle, await readCurrent(store)), (change) =>
    changeMachine(store, make, change, call),
  )
  return [...zones, ...pools, ...tags, ...pods, ...machines.map(settledImport)]
}

const podInput = (pod: BundlePod) => ({
  type: 'virsh' as const,
  name: pod.name,
  power_address: pod.power_address,
  power_pass: pod.power_pass,
  zone: pod.zone,
  pool: pod.pool,
  tags: [...pod.tags],
  cpu_over_commit_ratio: pod.cpu_over_commit_ratio,
  memory_over_commit_ratio: pod.memory_over_commit_ratio,
  ...(pod.default_storage_pool !== null && { default_storage_pool: pod.default_storage_pool }),
})

async function carryOut<T>(
  planned: readonly Planned<T>[],
  work: (make: T) => Promise<unknown>,
  atOnce = 1,
): Promise<ImportRow[]> {
  const rows = planned.map(({ row }) => row)
  const queue = planned.entries()
  const worker = async () => {
    for (const [index, { row, make }] of queue) {
      if (make !== undefined) rows[index] = await outcome(row, () => work(make))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return rows
}

async function outcome(row: ImportRow, work: () => Promise<unknown>): Promise<ImportRow> {
  try {
    await work()
    return { ...row, action: row.action === 'update' ? 'updated' : 'created' }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { fieldErrors, fix = null, hostKey } = error.details
    const told = fieldErrors ? Object.values(fieldErrors).flat().join(' ') : error.message
    const shown = hostKey && !told.includes(hostKey.fingerprint) ? ` ${hostKey.fingerprint}` : ''
    return { ...row, action: 'failed', why: `${told}${shown}`, fix }
  }
}

async function changeMachine(
  store: Store,
  make: Makers,
  { owner, ...change }: MachineChange,
  call: Call,
): Promise<void> {
  await make.machineUpdate(change, call)
  if (owner === undefined) return
  await store.transaction(async (tx) => {
    const user = await tx.users.byUsername(owner)
    const [machine] = await tx.machines.list({ systemIds: [change.system_id] })
    if (!user || !machine) throw new AppError('conflict', 'It was deleted meanwhile.')
    await tx.machines.update(machine, { owner_id: user.id })
    await tx.audit.add({
      username: call.user.username,
      action: 'machine.update',
      subject: `machine ${machine.system_id}`,
      source_ip: call.ip,
      detail: { owner, hostname: machine.hostname },
    })
  })
}

async function readCurrent(store: Store): Promise<Current> {
  const zones = await store.zones.list()
  const pools = await store.resourcePools.list()
  const pods = await store.pods.list()
  const zoneNames = new Map(zones.map(({ id, name }) => [id, name]))
  const poolNames = new Map(pools.map(({ id, name }) => [id, name]))
  const addresses = new Map(pods.map(({ id, power_address }) => [id, power_address]))
  const names = (items: readonly { name: string }[]) => new Set(items.map(({ name }) => name))
  return {
    zones: names(zones),
    resourcePools: names(pools),
    tags: names(await store.tags.list()),
    users: new Set((await store.users.list()).map(({ username }) => username)),
    pods,
    machines: (await store.machines.list()).map((machine) => ({
      system_id: machine.system_id,
      hostname: machine.hostname,
      owner: machine.owner ?? '',
      zone: zoneNames.get(machine.zone_id) ?? '',
      pool: poolNames.get(machine.pool_id) ?? '',
      tags: machine.tags,
      power_address: addresses.get(machine.pod_id) ?? '',
      mac_addresses: machine.interfaces.map(({ mac_address }) => mac_address),
    })),
    addressProblem,
  }
}

/** Whether simulated hosts are allowed is the server's to say, once the host is contacted. */
function addressProblem(address: string): string | undefined {
  try {
    parseAddress(address, true)
    return undefined
  } catch (error) {
    if (error instanceof InvalidAddress) return error.message
    throw error
  }
}
