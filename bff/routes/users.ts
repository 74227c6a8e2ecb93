import { apiRoot } from '../../contract/root.ts'
import type { User } from '../../contract/user.ts'
import type { Handlers } from '../handlers.ts'
import type { SessionUser } from '../store/sessions.ts'

export const toUser = ({ username, email, is_superuser }: SessionUser): User => ({
  username,
  email,
  is_local: true,
  is_superuser,
  resource_uri: `${apiRoot}users/${encodeURIComponent(username)}/`,
})

export function userRoutes(): Pick<Handlers, 'userWhoami'> {
  return { userWhoami: async (_input, { user }) => toUser(user) }
}
