import { apiRoot } from '../../contract/root.ts'
import type { State } from '../db.ts'
import { newUser } from '../user.ts'

const zone = (id: number, name: string, description: string) => ({
  id,
  name,
  description,
  resource_uri: `${apiRoot}zones/${name}/`,
})

const pool = (id: number, name: string, description: string) => ({
  id,
  name,
  description,
  resource_uri: `${apiRoot}resourcepool/${id}/`,
})

/** What every server has once somebody can log in. */
export const basics = (): State => ({
  zones: [
    zone(1, 'default', ''),
    zone(2, 'hall-north', 'Racks 1 to 8'),
    zone(3, 'hall-south', 'Racks 9 to 16'),
  ],
  resourcePools: [
    pool(0, 'default', 'Default pool'),
    pool(1, 'engineering', 'Build and test machines'),
  ],
  pods: [],
  machines: [],
  tags: [],
  users: [newUser('admin', 'podyard-demo', true), newUser('viewer', 'podyard-demo', false)],
  apiKeys: [],
})
