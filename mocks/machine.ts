import { powerOfDomain } from '../contract/machine.ts'
import { withVirtual } from '../contract/rules/tags.ts'
import { currentUser, type Db, type MachineRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { findMachines, machinePageHandlers, ordered } from './machine-page.ts'
import { checkHostname } from './hostname.ts'
import { machineOut } from './out.ts'
import { notAvailable, notFound, Refusal } from './refusal.ts'
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
    return machineOut(find(db, system_id), db)
  },
  machineUpdate({ system_id, hostname, zone, pool, tags, description }, db) {
    const row = find(db, system_id)
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
    tell(db, row)
    return machineOut(row, db)
  },
  machineQueryPowerState({ system_id }, db) {
    const row = find(db, system_id)
    const pod = db.pods.find((each) => each.id === row.pod_id)
    const live = pod?.connection.state === 'connected'
    return { state: live ? powerOfDomain[row.domain_state] : 'unknown' }
  },
  machinePowerParameters({ system_id }, db) {
    const row = find(db, system_id)
    const pod = db.pods.find((each) => each.id === row.pod_id)
    return {
      power_address: pod?.power_address ?? '',
      power_pass: pod?.power_pass ?? '',
      power_id: row.hostname,
    }
  },
  machineSetOwnerData({ system_id, ...fields }, db) {
    const row = find(db, system_id)
    requireEditable(db, row)
    row.owner_data = Object.fromEntries(
      Object.entries({ ...row.owner_data, ...fields }).filter(([, value]) => value !== ''),
    )
    tell(db, row)
    return machineOut(row, db)
  },
  machineAllocate() {
    throw notAvailable('Allocating a machine')
  },
  machineDeploy(input, db) {
    requireEditable(db, find(db, input.system_id))
    if (input.install_kvm === true && currentUser(db)?.is_superuser !== true) {
      const message = 'Only admins make a machine a KVM host.'
      throw new Refusal({ code: 'forbidden', message })
    }
    throw notAvailable('Deploying a machine')
  },
  machineDelete: pending('Deleting a machine'),
  machineCommission: pending('Commissioning a machine'),
  machineRelease: pending('Releasing a machine'),
  machineAbort: pending('Aborting'),
  machinePowerOn: pending('Powering a machine on'),
  machinePowerOff: pending('Powering a machine off'),
  machineLock: pending('Locking a machine'),
  machineUnlock: pending('Unlocking a machine'),
  machineMarkBroken: pending('Marking a machine as broken'),
  machineMarkFixed: pending('Marking a machine as fixed'),
  machineTest: pending('Testing a machine'),
}

/** What a later release brings. */
function pending(what: string) {
  return ({ system_id }: { system_id: string }, db: Db): never => {
    requireEditable(db, find(db, system_id))
    throw notAvailable(what)
  }
}

function find(db: Db, systemId: string): MachineRow {
  const row = db.machines.find((each) => each.system_id === systemId)
  if (!row) throw notFound()
  return row
}

function requireEditable(db: Db, { hostname, owner }: MachineRow) {
  const user = currentUser(db)
  if (user?.is_superuser === true || owner === '' || owner === user?.username) return
  throw new Refusal({ code: 'forbidden', message: `${hostname} is held by somebody else.` })
}

const tell = (db: Db, { system_id, pod_id }: MachineRow) =>
  db.feed.publish({
    event: 'change',
    data: { topic: 'machine', action: 'updated', key: system_id, pod_id },
  })
