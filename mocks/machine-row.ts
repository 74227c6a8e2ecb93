import { type MachineAction, whyNot } from '../contract/rules/machine-can.ts'
import type { Change } from '../contract/stream.ts'
import { type Db, knownUser, type MachineRow } from './db.ts'
import { notFound, Refusal } from './refusal.ts'

export function findMachine(db: Db, systemId: string): MachineRow {
  const row = db.machines.find((each) => each.system_id === systemId)
  if (!row) throw notFound()
  return row
}

export const tellMachine = (
  db: Db,
  { system_id, pod_id }: MachineRow,
  action: Change['action'] = 'updated',
) =>
  db.feed.publish({ event: 'change', data: { topic: 'machine', action, key: system_id, pod_id } })

/** False where there is nothing to do; `host` asks the host all the same. */
export function requireAllowed(
  db: Db,
  row: MachineRow,
  action: MachineAction,
  asks?: 'host',
): boolean {
  const pod = db.pods.find((each) => each.id === row.pod_id)
  const live = pod?.connection.state === 'connected'
  const situation = { ...row, locked: row.locked ?? false, live }
  const refusal = whyNot(action, situation, knownUser(db))
  if (!refusal || (refusal.code === 'no_effect' && asks === 'host' && live)) return true
  if (refusal.code === 'no_effect' && asks === undefined) return false
  if (refusal.code === 'host_away' || refusal.code === 'no_effect') {
    const problem = pod?.connection.problem
    const message = `The pod ${pod?.name} cannot be reached${problem ? `: ${problem.message}` : ' yet.'}`
    const fix = problem?.fix ? { fix: problem.fix } : {}
    throw new Refusal({ code: problem?.code ?? 'connection_lost', message, ...fix })
  }
  throw new Refusal({ code: refusal.code, message: refusal.message })
}
