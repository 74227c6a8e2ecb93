import { apiRoot } from '../../contract/root.ts'
import type { Zone } from '../../contract/zone.ts'
import type { Handlers } from '../handlers.ts'
import { defaultGroupId, type Group } from '../store/groups.ts'
import type { Store } from '../store/store.ts'
import { groupActions } from './groups.ts'

export const toZone = ({ id, name, description }: Group): Zone => ({
  id,
  name,
  description,
  resource_uri: `${apiRoot}zones/${encodeURIComponent(name)}/`,
})

type ZoneHandlers = Pick<
  Handlers,
  'zoneList' | 'zoneCreate' | 'zoneRead' | 'zoneUpdate' | 'zoneDelete'
>

export function zoneRoutes(store: Store): ZoneHandlers {
  const zones = groupActions(store, {
    noun: 'zone',
    title: 'Physical zone',
    defaultId: defaultGroupId.zone,
    undeletable: 'This zone is the default zone, it cannot be deleted.',
    reads: (scope) => scope.zones,
    writes: (tx) => tx.zones,
    find: (reads, name) => reads.byName(name),
    vacate: (tx, zone) => tx.zones.moveMembers(zone.id, defaultGroupId.zone),
  })
  return {
    zoneList: async () => (await zones.list()).map(toZone),
    zoneCreate: async (input, call) => toZone(await zones.create(input, call)),
    zoneRead: async ({ name }) => toZone(await zones.read(name)),
    zoneUpdate: async ({ name, new_name, description }, call) =>
      toZone(await zones.update(name, { name: new_name, description }, call)),
    zoneDelete: ({ name }, call) => zones.delete(name, call),
  }
}
