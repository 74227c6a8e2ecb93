import { apiRoot } from '../contract/root.ts'
import { groupNameProblem } from '../contract/rules/group-names.ts'
import type { Zone } from '../contract/zone.ts'
import type { Db } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { fieldErrors, invalidChoice, notFound, Refusal } from './refusal.ts'

export const defaultZoneId = 1

export function zoneByName(db: Db, name: string): Zone {
  const zone = db.zones.find((each) => each.name === name)
  if (!zone) throw fieldErrors({ zone: [invalidChoice] })
  return zone
}

export const zoneHandlers: HandlersOf<'zone'> = {
  zoneList: (_, db) => db.zones.toSorted((a, b) => a.id - b.id),
  zoneRead: ({ name }, db) => find(db, name),
  zoneCreate({ name, description = '' }, db) {
    requireNewName(db, name)
    const id = Math.max(0, ...db.zones.map((zone) => zone.id)) + 1
    const zone = {
      id,
      name,
      description,
      resource_uri: uriOf(name),
    }
    db.zones.push(zone)
    tell(db, 'created', name)
    return zone
  },
  zoneUpdate({ name, new_name = name, description }, db) {
    const zone = find(db, name)
    if (new_name !== name) {
      if (zone.id === defaultZoneId) {
        throw fieldErrors({ name: ['The default zone keeps its name.'] })
      }
      requireNewName(db, new_name)
      zone.name = new_name
      zone.resource_uri = uriOf(new_name)
    }
    if (description !== undefined) zone.description = description
    tell(db, 'updated', zone.name)
    return zone
  },
  zoneDelete({ name }, db) {
    const zone = find(db, name)
    if (zone.id === defaultZoneId) {
      throw new Refusal({
        code: 'bad_request',
        message: 'This zone is the default zone, it cannot be deleted.',
      })
    }
    db.zones.splice(db.zones.indexOf(zone), 1)
    for (const row of [...db.pods, ...db.machines]) {
      if (row.zone_id === zone.id) row.zone_id = defaultZoneId
    }
    tell(db, 'deleted', name)
  },
}

const uriOf = (name: string) => `${apiRoot}zones/${encodeURIComponent(name)}/`

function requireNewName(db: Db, name: string): void {
  const problem = groupNameProblem(name)
  if (problem !== undefined) throw fieldErrors({ name: [problem] })
  if (db.zones.some((zone) => zone.name === name)) {
    throw fieldErrors({ name: ['Physical zone with this Name already exists.'] })
  }
}

function find(db: Db, name: string): Zone {
  const zone = db.zones.find((each) => each.name === name)
  if (!zone) throw notFound()
  return zone
}

const tell = (db: Db, action: 'created' | 'updated' | 'deleted', key: string) =>
  db.feed.publish({ event: 'change', data: { topic: 'zone', action, key, pod_id: null } })
