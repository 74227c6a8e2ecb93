import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import { doc, text } from '../fields.ts'
import { User, UserCreate } from '../user.ts'
import { at } from '../root.ts'

const Username = z.object({ username: doc(text(), 'User name.') })

export const userEndpoints = {
  userList: {
    method: 'GET',
    path: at('users/'),
    access: 'admin',
    response: z.array(User),
    handler: 'Users',
    doc: 'List users',
  },
  userCreate: {
    method: 'POST',
    path: at('users/'),
    access: 'admin',
    input: UserCreate,
    response: User,
    errors: ['invalid_input'],
    handler: 'Users',
    doc: 'Create a user',
  },
  userWhoami: {
    method: 'GET',
    path: at('users/'),
    op: 'whoami',
    access: 'user',
    response: User,
    handler: 'Users',
    doc: 'Tell who is asking',
  },
  userRead: {
    method: 'GET',
    path: at('users/{username}/'),
    access: 'user',
    params: Username,
    response: User,
    errors: ['not_found'],
    handler: 'User',
    doc: 'Read a user\n\nWho is not an admin finds nobody else.',
  },
  userDelete: {
    method: 'DELETE',
    path: at('users/{username}/'),
    access: 'admin',
    params: Username,
    errors: ['not_found', 'bad_request'],
    handler: 'User',
    doc: 'Delete a user\n\nSessions and API keys end with the user. Nobody can delete themselves, the last admin, or an owner of machines.',
  },
} as const satisfies Record<string, Endpoint>
