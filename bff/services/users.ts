import type { Parsed } from '../../contract/endpoints.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { Store } from '../store/store.ts'
import { hashPassword } from './passwords.ts'

export type UserService = ReturnType<typeof createUserService>

export function createUserService(store: Store) {
  return {
    list: () => store.users.list(),

    /** Who is not an admin finds nobody else. Throws `not_found`. */
    read: async (username: string, { user }: Pick<Call, 'user'>) => {
      const found = await store.users.byUsername(username)
      if (!found || (found.id !== user.id && !user.is_superuser)) throw notFound()
      return found
    },

    /** Throws `invalid_input` for a name that is taken. */
    create: async (
      { username, email = '', password, is_superuser = false }: Parsed<'userCreate'>,
      call: Call,
    ) => {
      const password_hash = await hashPassword(password)
      return store.transaction(async (tx) => {
        const user = await tx.users.create({ username, email, password_hash, is_superuser })
        if (!user) throw fieldError('username', 'A user with that username already exists.')
        await tx.audit.add({
          username: call.user.username,
          action: 'user.create',
          subject: `user ${username}`,
          source_ip: call.ip,
          detail: { email, is_superuser },
        })
        return user
      })
    },

    /** Throws `not_found`, or `bad_request` for who must stay. */
    delete: (username: string, call: Call): Promise<void> =>
      store.transaction(async (tx) => {
        const user = await tx.users.byUsername(username)
        if (!user) throw notFound()
        if (user.id === call.user.id) {
          throw new AppError('bad_request', 'You cannot delete yourself. Ask another admin.')
        }
        // Two admins who delete each other: the second finds that he is no longer there.
        if (user.is_superuser && (await tx.users.countAdmins()) < 2) {
          throw new AppError('bad_request', 'The last admin cannot be deleted.')
        }
        const machines = await tx.users.countMachines(user.id)
        if (machines > 0) {
          throw new AppError(
            'bad_request',
            `${user.username} owns ${machines} machine${machines === 1 ? '' : 's'}, to be released first.`,
          )
        }
        await tx.users.delete(user.id)
        await tx.audit.add({
          username: call.user.username,
          action: 'user.delete',
          subject: `user ${user.username}`,
          source_ip: call.ip,
        })
      }),
  }
}
