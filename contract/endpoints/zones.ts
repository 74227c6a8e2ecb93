import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import { doc, text } from '../fields.ts'
import { Zone, ZoneCreate, ZoneUpdate } from '../zone.ts'
import { at } from '../root.ts'

const ZoneName = z.object({ name: doc(text(), 'Name of the zone.') })

export const zoneEndpoints = {
  zoneList: {
    method: 'GET',
    path: at('zones/'),
    access: 'user',
    response: z.array(Zone),
    handler: 'Zones',
    doc: 'List zones',
  },
  zoneCreate: {
    method: 'POST',
    path: at('zones/'),
    access: 'admin',
    input: ZoneCreate,
    response: Zone,
    errors: ['invalid_input'],
    handler: 'Zones',
    doc: 'Create a zone',
  },
  zoneRead: {
    method: 'GET',
    path: at('zones/{name}/'),
    access: 'user',
    params: ZoneName,
    response: Zone,
    errors: ['not_found'],
    handler: 'Zone',
    doc: 'Read a zone',
  },
  zoneUpdate: {
    method: 'PUT',
    path: at('zones/{name}/'),
    access: 'admin',
    params: ZoneName,
    input: ZoneUpdate,
    response: Zone,
    errors: ['not_found', 'invalid_input'],
    handler: 'Zone',
    doc: 'Update a zone',
  },
  zoneDelete: {
    method: 'DELETE',
    path: at('zones/{name}/'),
    access: 'admin',
    params: ZoneName,
    errors: ['not_found', 'bad_request'],
    handler: 'Zone',
    doc: 'Delete a zone\n\nIts pods and machines move to the default zone, which cannot be deleted.',
  },
} as const satisfies Record<string, Endpoint>
