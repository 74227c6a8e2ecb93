import type { Parsed } from '../../contract/endpoints.ts'
import {
  type Candidate,
  isNamed,
  leastFirst,
  meets,
  namesIn,
  noMachineText,
  podMeets,
  readWish,
  type Wish,
} from '../../contract/rules/allocate.ts'
import { withVirtual } from '../../contract/rules/tags.ts'
import { AppError } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { ListedMachine } from '../store/machines.ts'
import type { StoredPod } from '../store/pods.ts'
import type { Store, Transaction } from '../store/store.ts'
import { composeMachine } from './compose-machine.ts'
import { auditMachine, type MachineServices, requireMachine, said } from './machine-services.ts'

type Input = Parsed<'machineAllocate'>

const ready = 4
const allocated = 10

/**
 * Gives a machine that meets every constraint to whoever asks: the smallest there is, else one that is composed for it
 * on a pod, those without over commit first. Resolves to its system_id. A dry run takes none and composes none.
 *
 * @throws AppError: `invalid_input`, or `no_machine` with the reason of each pod
 */
export async function allocateMachine(
  services: MachineServices,
  input: Input,
  call: Call,
): Promise<string> {
  const { store } = services
  const read = readWish(input)
  const fieldErrors = {
    ...(read.ok ? {} : read.fieldErrors),
    ...(await unknownNames(store, input)),
  }
  if (!read.ok || Object.keys(fieldErrors).length > 0) {
    const message = Object.values(fieldErrors).flat().join(' ')
    throw new AppError('invalid_input', message, { fieldErrors })
  }
  const wish = read.value
  const found = await store.transaction(async (tx) => {
    const [least] = (await candidates(tx)).filter((each) => meets(each, wish)).sort(leastFirst)
    if (least && wish.dry_run !== true) await take(tx, least.system_id, wish, call)
    return least
  })
  if (found) return found.system_id
  const text = noMachineText(input)
  if (isNamed(wish) || wish.dry_run === true) throw new AppError('no_machine', text)
  const { systemId, reasons } = await composeOne(services, wish, call)
  if (systemId !== undefined) return systemId
  throw new AppError('no_machine', [text, ...reasons].join('\n'), { text })
}

async function take(tx: Transaction, systemId: string, wish: Wish, call: Call): Promise<void> {
  const machine = await requireMachine(tx, systemId)
  await tx.machines.update(machine, {
    status: allocated,
    owner_id: call.user.id,
    agent_name: wish.agent_name ?? '',
    status_message: '',
    previous_status: null,
  })
  await auditMachine(tx, call, 'allocate', machine, said(wish.comment))
}

/** MAAS's words for names that nothing has. */
async function unknownNames(
  { zones, resourcePools, tags }: Store,
  input: Input,
): Promise<Record<string, string[]>> {
  const names = (items: readonly { name: string }[]) => new Set(items.map(({ name }) => name))
  const known = {
    zone: names(await zones.list()),
    pool: names(await resourcePools.list()),
    tag: names(await tags.list()),
  }
  const missing = (kind: keyof typeof known, given: readonly string[]) =>
    given.filter((name) => !known[kind].has(name)).map((name) => `'${name}'`)
  const errors: [string, string[]][] = [
    ['zone', missing('zone', input.zone === undefined ? [] : [input.zone])],
    ['not_in_zone', missing('zone', namesIn(input.not_in_zone))],
    ['pool', missing('pool', input.pool === undefined ? [] : [input.pool])],
    ['not_in_pool', missing('pool', namesIn(input.not_in_pool))],
    ['tags', missing('tag', namesIn(input.tags))],
    ['not_tags', missing('tag', namesIn(input.not_tags))],
  ]
  return Object.fromEntries(
    errors
      .filter(([, absent]) => absent.length > 0)
      .map(([field, absent]) => [field, [`No such ${nouns[field]}: ${absent.join(', ')}.`]]),
  )
}

const nouns: Record<string, string> = {
  zone: 'zone',
  not_in_zone: 'zone(s)',
  pool: 'pool',
  not_in_pool: 'pool(s)',
  tags: 'tag(s)',
  not_tags: 'tag(s)',
}

type Names = { zones: ReadonlyMap<number, string>; pools: ReadonlyMap<number, string> }

async function readNames({ zones, resourcePools }: Store | Transaction): Promise<Names> {
  const byId = (items: readonly { id: number; name: string }[]) =>
    new Map(items.map(({ id, name }) => [id, name]))
  return { zones: byId(await zones.list()), pools: byId(await resourcePools.list()) }
}

async function candidates(tx: Transaction): Promise<Candidate[]> {
  const names = await readNames(tx)
  const pods = new Map((await tx.pods.list()).map((pod) => [pod.id, pod]))
  const machines = await tx.machines.list({ statuses: [ready], owners: [''] })
  return machines.flatMap((machine) => {
    const pod = pods.get(machine.pod_id)
    return pod ? [candidateOf(machine, pod, names)] : []
  })
}

function candidateOf(machine: ListedMachine, pod: StoredPod, { zones, pools }: Names): Candidate {
  const { system_id, hostname, status, locked, architecture, cpu_count, tags } = machine
  const { creation, domain_state, disks, interfaces } = machine
  return {
    system_id,
    hostname,
    fqdn: `${hostname}.maas`,
    status,
    locked,
    owner: machine.owner ?? '',
    architecture,
    cpu_count,
    memory: machine.memory_mib,
    tags,
    creation,
    domain_state,
    disks,
    interfaces,
    zone: zones.get(machine.zone_id) ?? '',
    pool: pools.get(machine.pool_id) ?? '',
    pod: { name: pod.name, type: pod.type },
    storagePools: new Map((pod.facts?.storagePools ?? []).map(({ uuid, name }) => [uuid, name])),
  }
}

type Composed = { systemId?: string; reasons: string[] }

/** On the first pod that can; what the others said is kept. */
async function composeOne(services: MachineServices, wish: Wish, call: Call): Promise<Composed> {
  const { store } = services
  const { zones, pools } = await readNames(store)
  const reasons: string[] = []
  for (const pod of (await store.pods.list()).sort(byOverCommit)) {
    const { id, name, type, tags, facts } = pod
    const zone = zones.get(pod.zone_id) ?? ''
    const pool = pools.get(pod.pool_id) ?? ''
    const architecture = facts?.architecture ?? ''
    const offer = { name, type, tags: withVirtual(tags), zone, pool, architecture }
    if (!podMeets(offer, wish)) {
      reasons.push(`${name}: It is not what was asked for.`)
      continue
    }
    try {
      const systemId = await composeMachine(services, sizeOf(id, wish), call, 'dynamic')
      await store.transaction((tx) => take(tx, systemId, wish, call))
      return { systemId, reasons }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      reasons.push(`${name}: ${error.message}`)
    }
  }
  return { reasons }
}

/** Least memory of a machine that is composed. MiB. */
const leastMemoryMiB = 1024

const sizeOf = (id: number, { cpu_count, mem, storage, interfaces }: Wish) => ({
  id,
  ...(cpu_count && { cores: cpu_count }),
  ...(mem && { memory: Math.max(mem, leastMemoryMiB) }),
  ...(storage !== undefined && { storage }),
  ...(interfaces !== undefined && { interfaces }),
})

const byOverCommit = (a: StoredPod, b: StoredPod) =>
  Number(overCommits(a)) - Number(overCommits(b)) || a.id - b.id

const overCommits = ({ cpu_over_commit_ratio, memory_over_commit_ratio }: StoredPod) =>
  cpu_over_commit_ratio > 1 || memory_over_commit_ratio > 1
