import { powerOfDomain } from '../contract/machine.ts'
import { withVirtual } from '../contract/rules/tags.ts'
import { currentUser, type Db, type MachineRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { findMachines, machinePageHandlers, ordered } from './machine-page.ts'
import { allocate } from './allocate.ts'
import { checkHostname } from './hostname.ts'
import { machineActionHandlers } from './machine-actions.ts'
import { findMachine, requireAllowed, tellMachine } from './machine-row.ts'
import { machineOut } from './out.ts'
import { Refusal } from './refusal.ts'
import { resourcePoolByName } from './resource-pool.ts'
import { zoneByName } from './zone.ts'

export const machineHandlers: HandlersOf<'machine'> = {
  ...machinePageHandlers,
  machineList({ limit, offset = 0, sort, ...filters }, db) {
    const found = ordered(findMachines(filters, db), sort)
    const end = limit === undefined ? found.length : offset + limit
    return found.slice(offset, end).map(({ row }) => machineOut(row, db))
  },
  machineRead({ system_id }, db) {
    return machineOut(findMachine(db, system_id), db)
  },
  machineUpdate({ system_id, hostname, zone, pool, tags, description }, db) {
    const row = findMachine(db, system_id)
    requireAllowed(db, row, 'update')
    const renamed = hostname === undefined ? row.hostname : checkHostname(db, hostname, row)
    const zone_id = zone === undefined ? row.zone_id : zoneByName(db, zone).id
    const pool_id = pool === undefined ? row.pool_id : resourcePoolByName(db, pool).id
    Object.assign(row, {
      zone_id,
      pool_id,
      hostname: renamed,
      ...(tags && { tags: withVirtual(tags) }),
      ...(description !== undefined && { description }),
    })
    tellMachine(db, row)
    return machineOut(row, db)
  },
  machineQueryPowerState({ system_id }, db) {
    const row = findMachine(db, system_id)
    const pod = db.pods.find((each) => each.id === row.pod_id)
    const live = pod?.connection.state === 'connected'
    return { state: live ? powerOfDomain[row.domain_state] : 'unknown' }
  },
  machinePowerParameters({ system_id }, db) {
    const row = findMachine(db, system_id)
    const pod = db.pods.find((each) => each.id === row.pod_id)
    return {
      power_address: pod?.power_address ?? '',
      power_pass: pod?.power_pass ?? '',
      power_id: row.hostname,
    }
  },
  machineSetOwnerData({ system_id, ...fields }, db) {
    const row = findMachine(db, system_id)
    requireEditable(db, row)
    row.owner_data = Object.fromEntries(
      Object.entries({ ...row.owner_data, ...fields }).filter(([, value]) => value !== ''),
    )
    tellMachine(db, row)
    return machineOut(row, db)
  },
  machineAllocate: (input, db) => allocate(input, db),
  ...machineActionHandlers,
}

function requireEditable(db: Db, { hostname, owner }: MachineRow) {
  const user = currentUser(db)
  if (user?.is_superuser === true || owner === '' || owner === user?.username) return
  throw new Refusal({ code: 'forbidden', message: `${hostname} is held by somebody else.` })
}
