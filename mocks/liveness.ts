import type { Db } from './db.ts'

/** Lets one machine after the other switch on or off, as on a host in use. */
export function startLiveness(db: Db, everyMs = 4000): () => void {
  let turn = 0
  const timer = setInterval(() => {
    const candidates = db.machines.filter((row) => row.status === 6)
    const row = candidates[turn % candidates.length]
    turn += 1
    if (!row) return
    row.domain_state = row.domain_state === 'running' ? 'shutoff' : 'running'
    db.feed.publish({
      event: 'change',
      data: { topic: 'machine', action: 'updated', key: row.system_id, pod_id: row.pod_id },
    })
  }, everyMs)
  return () => clearInterval(timer)
}
