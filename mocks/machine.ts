import type { Db, MachineRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { machineOut, poolOf, zoneOf } from './out.ts'
import { notFound } from './refusal.ts'

export const machineHandlers: HandlersOf<'machine'> = {
  machineList({ limit, offset = 0, ...filters }, db) {
    const wanted = db.machines
      .filter((row) =>
        Object.entries(filters).every(
          ([name, values]) =>
            values === undefined || valuesOf(row, db, name).some((value) => values.includes(value)),
        ),
      )
      .sort((a, b) => a.hostname.localeCompare(b.hostname))
    const end = limit === undefined ? wanted.length : offset + limit
    return wanted.slice(offset, end).map((row) => machineOut(row, db))
  },
  machineRead({ system_id }, db) {
    const row = db.machines.find((each) => each.system_id === system_id)
    if (!row) throw notFound()
    return machineOut(row, db)
  },
}

function valuesOf(row: MachineRow, db: Db, filter: string): string[] {
  switch (filter) {
    case 'hostname':
      return [row.hostname]
    case 'mac_address':
      return row.interfaces.map((nic) => nic.mac_address)
    case 'id':
      return [row.system_id]
    case 'zone':
      return [zoneOf(row, db).name]
    case 'pool':
      return [poolOf(row, db).name]
    default:
      return [String(row.pod_id)]
  }
}
