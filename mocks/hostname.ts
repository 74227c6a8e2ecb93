import type { Db, MachineRow } from './db.ts'
import { fieldErrors } from './refusal.ts'
import { twoWords } from './stable.ts'

/** In lower case, if it is one and no other machine has it. */
export function checkHostname(db: Db, wanted: string, own?: MachineRow): string {
  const hostname = wanted.toLowerCase()
  if (!/^(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(hostname)) {
    const words = 'Enter a hostname: letters, digits and dashes, none of these at an end.'
    throw fieldErrors({ hostname: [words] })
  }
  if (db.machines.some((row) => row !== own && row.hostname === hostname)) {
    throw fieldErrors({ hostname: [`Node with hostname "${hostname}" already exists`] })
  }
  return hostname
}

/** Two words that no machine has. */
export function newHostname(db: Db): string {
  const taken = new Set(db.machines.map((row) => row.hostname))
  let attempt = db.machines.length
  while (taken.has(twoWords(`machine ${attempt}`))) attempt += 1
  return twoWords(`machine ${attempt}`)
}
