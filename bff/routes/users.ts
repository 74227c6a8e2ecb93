import { apiRoot } from '../../contract/root.ts'
import type { User } from '../../contract/user.ts'
import type { Handlers } from '../handlers.ts'
import type { UserService } from '../services/users.ts'
import type { SessionUser } from '../store/sessions.ts'

export const toUser = ({ username, email, is_superuser }: SessionUser): User => ({
  username,
  email,
  is_local: true,
  is_superuser,
  resource_uri: `${apiRoot}users/${encodeURIComponent(username)}/`,
})

type UserHandlers = Pick<
  Handlers,
  'userList' | 'userCreate' | 'userWhoami' | 'userRead' | 'userDelete'
>

export function userRoutes(users: UserService): UserHandlers {
  return {
    userList: async () => (await users.list()).map(toUser),
    userCreate: async (input, call) => toUser(await users.create(input, call)),
    userWhoami: async (_input, { user }) => toUser(user),
    userRead: async ({ username }, call) => toUser(await users.read(username, call)),
    userDelete: ({ username }, call) => users.delete(username, call),
  }
}
