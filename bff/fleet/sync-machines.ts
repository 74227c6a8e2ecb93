import { withVirtual } from '../../contract/rules/tags.ts'
import type { MachineFacts } from '../facts.ts'
import type { MachinePatch, NewMachine, StoredMachine } from '../store/machines.ts'
import type { StoredPod } from '../store/pods.ts'
import type { Transaction } from '../store/store.ts'
import { foundAgain, settleGone } from './missing-machines.ts'
import { hostnameOf, systemId, twoWords } from './names.ts'

type Machines = Transaction['machines']
type Placement = Pick<StoredPod, 'id' | 'name' | 'zone_id' | 'pool_id' | 'tags'>

/** A pre-existing machine is ready at once: what libvirt knows of it is all that commissioning would find. */
const ready = 4

/**
 * Brings the stored machines of a pod in line with what its host told: creates, changes and removes rows, only where
 * they differ. `complete` says that `told` is all there is; otherwise `gone` names what is no more; what becomes of
 * those is said in missing-machines.ts. Those whose UUID is in `kept` stay, told or not: they are being made.
 */
export async function syncMachines(
  machines: Machines,
  pod: Placement,
  told: readonly MachineFacts[],
  rest: { complete: true } | { complete: false; gone: readonly string[] },
  kept: ReadonlySet<string> = new Set(),
): Promise<void> {
  const mentioned = [...told.map(({ uuid }) => uuid), ...(rest.complete ? [] : rest.gone)]
  const stored = await machines.ofPod(pod.id, rest.complete ? undefined : mentioned)
  const byUuid = new Map(stored.map((machine) => [machine.domain_uuid, machine]))
  const fresh: MachineFacts[] = []
  for (const facts of told) {
    const machine = byUuid.get(facts.uuid)
    byUuid.delete(facts.uuid)
    const patch = machine && difference(machine, facts)
    if (!machine) fresh.push(facts)
    else if (patch) await machines.update(machine, patch)
  }
  const gone = [...byUuid.values()].filter((machine) => !kept.has(machine.domain_uuid))
  await settleGone(machines, gone)
  await machines.create(await newMachines(machines, pod, fresh))
}

/** SQLite refuses to hand out more than 2^53. All the machines that one host may have stay below it together. */
const mostMemoryMiB = 2 ** 38

function columns(facts: MachineFacts) {
  return {
    domain_name: facts.name,
    architecture: facts.architecture,
    cpu_count: facts.cores,
    memory_mib: Math.min(facts.memoryMiB, mostMemoryMiB),
    domain_state: facts.state,
    disks: facts.disks,
    interfaces: facts.interfaces,
    storage_bytes: Math.min(
      facts.disks.reduce((sum, { size }) => sum + (size ?? 0), 0),
      Number.MAX_SAFE_INTEGER,
    ),
  } satisfies Partial<StoredMachine>
}

/** Undefined where nothing differs. */
function difference(machine: StoredMachine, facts: MachineFacts): MachinePatch | undefined {
  const now = columns(facts)
  const kept = facts.described
    ? {}
    : {
        // Not described is not changed: what was known stays.
        architecture: machine.architecture,
        cpu_count: facts.cores || machine.cpu_count,
        memory_mib: now.memory_mib || machine.memory_mib,
        disks: machine.disks,
        interfaces: machine.interfaces,
        storage_bytes: machine.storage_bytes,
      }
  const changed = Object.entries({ ...now, ...kept, ...foundAgain(machine) }).filter(
    ([column, value]) =>
      JSON.stringify(value) !== JSON.stringify(machine[column as keyof typeof now]),
  )
  return changed.length > 0 ? Object.fromEntries(changed) : undefined
}

async function newMachines(
  machines: Machines,
  pod: Placement,
  fresh: readonly MachineFacts[],
): Promise<NewMachine[]> {
  const hostnames = await newHostnames(machines, pod, fresh)
  const ids = await draw(fresh.length, systemId, (some) => machines.takenSystemIds(some), new Set())
  return fresh.map((facts, index) => {
    const machine: NewMachine = {
      system_id: ids[index] ?? '',
      pod_id: pod.id,
      domain_uuid: facts.uuid,
      hostname: hostnames[index] ?? '',
      status: ready,
      creation: 'pre_existing',
      owner_id: null,
      locked: false,
      zone_id: pod.zone_id,
      pool_id: pod.pool_id,
      tags: withVirtual(pod.tags),
      owner_data: {},
      ...columns(facts),
    }
    return machine
  })
}

/**
 * The domain's own name where it can be one and is free; with the pod's name behind it where another host has a
 * domain of that name; else two words.
 */
async function newHostnames(
  machines: Machines,
  pod: Placement,
  fresh: readonly MachineFacts[],
): Promise<string[]> {
  const candidates = fresh.map(({ name }) =>
    [name, `${name}-${pod.name}`].map(hostnameOf).filter((each) => each !== undefined),
  )
  const used = await machines.takenHostnames(candidates.flat())
  const own = candidates.map((names) => {
    const free = names.find((name) => !used.has(name))
    if (free !== undefined) used.add(free)
    return free
  })
  const missing = own.filter((name) => name === undefined).length
  const invented = await draw(missing, twoWords, (some) => machines.takenHostnames(some), used)
  return own.map((name) => name ?? invented.shift() ?? '')
}

/** So many that nobody has, neither in the store nor among `used`. */
export async function draw(
  count: number,
  make: (isUsed: (candidate: string) => boolean) => string,
  taken: (candidates: readonly string[]) => Promise<Set<string>>,
  used: Set<string>,
): Promise<string[]> {
  const free: string[] = []
  while (free.length < count) {
    const candidates = Array.from({ length: count - free.length }, () => {
      const candidate = make((each) => used.has(each))
      used.add(candidate)
      return candidate
    })
    const inUse = await taken(candidates)
    free.push(...candidates.filter((candidate) => !inUse.has(candidate)))
  }
  return free
}
