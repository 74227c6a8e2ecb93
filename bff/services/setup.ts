import { AppError, fieldError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { hashPassword } from './passwords.ts'
import type { FreshSession, SessionService } from './sessions.ts'
import { newToken, tokenHash } from './tokens.ts'

export type SetupService = ReturnType<typeof createSetupService>

export type FirstAdmin = { token: string; username: string; password: string }

export function createSetupService(store: Store, sessions: SessionService) {
  return {
    /** A fresh token, which makes older ones worthless; undefined once there is a user. */
    newSetupToken: async (): Promise<string | undefined> => {
      if (await store.users.exist()) {
        await store.settings.delete('setup_token')
        return undefined
      }
      const token = newToken()
      await store.settings.write('setup_token', tokenHash(token))
      return token
    },

    /** Makes the first admin and logs in. Throws `bad_credentials` for a token that is not, or no longer, the one. */
    complete: async (
      { token, username, password }: FirstAdmin,
      ip: string,
    ): Promise<FreshSession> => {
      sessions.countAttempt(ip, 'setup')
      const passwordHash = await hashPassword(password)
      return store.transaction(async (tx) => {
        const rightful = await tx.settings.consume('setup_token', tokenHash(token))
        if (!rightful || (await tx.users.exist())) {
          throw new AppError('bad_credentials', 'This setup link is not valid any more.', {
            fix: {
              text: 'Restart Podyard and use the link that it prints, or make an admin on the server.',
              command: 'maas createadmin --username NAME --password-stdin',
            },
          })
        }
        const user = await tx.users.create({
          username,
          email: '',
          password_hash: passwordHash,
          is_superuser: true,
        })
        if (!user) throw fieldError('username', 'A user with that username already exists.')
        await tx.audit.add({
          username,
          action: 'user.setup',
          subject: `user ${username}`,
          source_ip: ip,
        })
        return sessions.create(user, tx)
      })
    },
  }
}
