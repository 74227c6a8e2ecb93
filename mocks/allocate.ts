import type { Parsed } from '../contract/endpoints.ts'
import {
  type Candidate,
  isNamed,
  leastFirst,
  meets,
  namesIn,
  noMachineText,
  podMeets,
  readWish,
} from '../contract/rules/allocate.ts'
import { withVirtual } from '../contract/rules/tags.ts'
import { compose } from './compose.ts'
import { type Db, knownUser, type MachineRow, type PodRow } from './db.ts'
import { recordEvent } from './event.ts'
import { findMachine, tellMachine } from './machine-row.ts'
import { machineOut, poolOf, zoneOf } from './out.ts'
import { fieldErrors, Refusal } from './refusal.ts'

type Input = Parsed<'machineAllocate'>

/** As the server does: the smallest that is enough, else one that is composed for it. */
export async function allocate(input: Input, db: Db) {
  const read = readWish(input)
  const errors = { ...(read.ok ? {} : read.fieldErrors), ...unknownNames(input, db) }
  if (!read.ok || Object.keys(errors).length > 0) throw fieldErrors(errors)
  const wish = read.value
  const [least] = db.machines
    .map((row) => candidateOf(row, db))
    .filter((each) => meets(each, wish))
    .sort(leastFirst)
  if (least) {
    const row = findMachine(db, least.system_id)
    if (wish.dry_run !== true) take(db, row, wish)
    return machineOut(row, db)
  }
  const text = noMachineText(input)
  if (isNamed(wish) || wish.dry_run === true) {
    throw new Refusal({ code: 'no_machine', message: text })
  }
  const reasons: string[] = []
  for (const pod of db.pods.toSorted(byOverCommit)) {
    const offer = {
      name: pod.name,
      type: pod.type,
      tags: withVirtual(pod.tags),
      zone: zoneOf(pod, db).name,
      pool: poolOf(pod, db).name,
      architecture: pod.host.architecture,
    }
    if (!podMeets(offer, wish)) {
      reasons.push(`${pod.name}: It is not what was asked for.`)
      continue
    }
    try {
      const { system_id } = await compose(db, pod, {
        skip_commissioning: true,
        ...(wish.cpu_count && { cores: wish.cpu_count }),
        ...(wish.mem && { memory: Math.max(wish.mem, 1024) }),
        ...(wish.storage !== undefined && { storage: wish.storage }),
        ...(wish.interfaces !== undefined && { interfaces: wish.interfaces }),
      })
      const row = findMachine(db, system_id)
      row.creation = 'dynamic'
      take(db, row, wish)
      return machineOut(row, db)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      reasons.push(`${pod.name}: ${error.message}`)
    }
  }
  throw new Refusal({ code: 'no_machine', message: [text, ...reasons].join('\n') })
}

function take(db: Db, row: MachineRow, { agent_name = '', comment }: Input): void {
  const owner = knownUser(db).username
  Object.assign(row, { status: 10, owner, agent_name, status_message: '' })
  recordEvent(db, row, 'allocated', comment)
  tellMachine(db, row)
}

function unknownNames(input: Input, db: Db): Record<string, string[]> {
  const tags = new Set([...db.tags.map(({ name }) => name), ...db.machines.flatMap((m) => m.tags)])
  const names = (items: readonly { name: string }[]) => new Set(items.map(({ name }) => name))
  const asked: [string, string, ReadonlySet<string>, readonly string[]][] = [
    ['zone', 'zone', names(db.zones), input.zone === undefined ? [] : [input.zone]],
    ['pool', 'pool', names(db.resourcePools), input.pool === undefined ? [] : [input.pool]],
    ['tags', 'tag(s)', tags, namesIn(input.tags)],
  ]
  return Object.fromEntries(
    asked.flatMap(([field, noun, known, given]) => {
      const absent = given.filter((name) => !known.has(name)).map((name) => `'${name}'`)
      return absent.length === 0 ? [] : [[field, [`No such ${noun}: ${absent.join(', ')}.`]]]
    }),
  )
}

function candidateOf(row: MachineRow, db: Db): Candidate {
  const pod = db.pods.find((each) => each.id === row.pod_id)
  const pools = pod?.host.storagePools ?? []
  return {
    ...row,
    locked: row.locked ?? false,
    fqdn: `${row.hostname}.maas`,
    zone: zoneOf(row, db).name,
    pool: poolOf(row, db).name,
    pod: { name: pod?.name ?? '', type: pod?.type ?? '' },
    storagePools: new Map(pools.map(({ id, name }) => [id, name])),
  }
}

const byOverCommit = (a: PodRow, b: PodRow) =>
  Number(overCommits(a)) - Number(overCommits(b)) || a.id - b.id

const overCommits = ({ cpu_over_commit_ratio, memory_over_commit_ratio }: PodRow) =>
  cpu_over_commit_ratio > 1 || memory_over_commit_ratio > 1
