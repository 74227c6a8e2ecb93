import type { Session } from '../contract/user.ts'
import { currentUser, type Db } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { newUser, withoutPassword } from './user.ts'
import { fieldErrors, Refusal } from './refusal.ts'

/** The setup link of the scenario without users: `/MAAS/setup?token=...`. */
export const setupToken = 'podyard-setup'

export const csrfToken = 'mock-csrf-token'

export const sessionHandlers: HandlersOf<'session' | 'setup'> = {
  sessionRead: (_, db) => session(db),
  sessionCreate({ username, password }, db) {
    const user = db.users.find((each) => each.username === username)
    if (user?.password !== password) {
      throw new Refusal({
        code: 'bad_credentials',
        message: 'The user name or the password is wrong.',
      })
    }
    db.session.save(user.username)
    return session(db)
  },
  sessionDelete(_, db) {
    db.session.save(null)
  },
  setupComplete({ token, username, password }, db) {
    if (db.users.length > 0 || token !== setupToken) {
      throw new Refusal({
        code: 'bad_credentials',
        message: 'This setup link is not valid any more.',
        fix: {
          text: 'Restart Podyard to print a new one, or log in if an admin exists.',
          command: null,
        },
      })
    }
    if (password === username) {
      throw fieldErrors({ password: ['The password is too similar to the username.'] })
    }
    db.users.push(newUser(username, password, true))
    db.session.save(username)
    return session(db)
  },
}

function session(db: Db): Session {
  const user = currentUser(db)
  return {
    user: user && withoutPassword(user),
    setup_required: db.users.length === 0,
    csrf_token: user && csrfToken,
  }
}
