import type { Endpoint } from '../endpoint.ts'
import { User } from '../user.ts'
import { at } from '../root.ts'

export const userEndpoints = {
  userWhoami: {
    method: 'GET',
    path: at('users/'),
    op: 'whoami',
    access: 'user',
    response: User,
    handler: 'Users',
    doc: 'Tell who is asking',
  },
} as const satisfies Record<string, Endpoint>
