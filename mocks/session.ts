import { type Session, User } from '../contract/user.ts'
import { currentUser, type Db, type UserRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { fieldErrors, Refusal } from './refusal.ts'

/** The setup link of the scenario without users: `/MAAS/setup?token=...`. */
export const setupToken = 'podyard-setup'

export const csrfToken = 'mock-csrf-token'

export const sessionHandlers: HandlersOf<'session' | 'setup' | 'user'> = {
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
  userWhoami(_, db) {
    const user = currentUser(db)
    if (!user) throw new Refusal({ code: 'not_authenticated', message: 'Log in first.' })
    return withoutPassword(user)
  },
}

export const newUser = (username: string, password: string, admin: boolean): UserRow => ({
  username,
  password,
  email: `${username}@podyard.example`,
  is_local: true,
  is_superuser: admin,
  resource_uri: `/MAAS/api/2.0/users/${username}/`,
})

function session(db: Db): Session {
  const user = currentUser(db)
  return {
    user: user && withoutPassword(user),
    setup_required: db.users.length === 0,
    csrf_token: user && csrfToken,
  }
}

const withoutPassword = (user: UserRow): User => User.parse(user)
