import { User } from '../contract/user.ts'
import { type Db, knownUser, type UserRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { fieldErrors, notFound, Refusal } from './refusal.ts'

export const userHandlers: HandlersOf<'user'> = {
  userList: (_, db) => db.users.map(withoutPassword),
  userCreate({ username, email = '', password, is_superuser = false }, db) {
    if (find(db, username)) {
      throw fieldErrors({ username: ['A user with that username already exists.'] })
    }
    const user = { ...newUser(username, password, is_superuser), email }
    db.users.push(user)
    return withoutPassword(user)
  },
  userWhoami: (_, db) => withoutPassword(knownUser(db)),
  userRead({ username }, db) {
    const user = find(db, username)
    const asking = knownUser(db)
    if (!user || (user !== asking && !asking.is_superuser)) throw notFound()
    return withoutPassword(user)
  },
  userDelete({ username }, db) {
    const user = find(db, username)
    if (!user) throw notFound()
    if (user === knownUser(db)) {
      throw new Refusal({
        code: 'bad_request',
        message: 'You cannot delete yourself. Ask another admin.',
      })
    }
    db.users.splice(db.users.indexOf(user), 1)
    db.apiKeys = db.apiKeys.filter((key) => key.username !== user.username)
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

export const withoutPassword = (user: UserRow): User => User.parse(user)

const find = (db: Db, username: string) =>
  db.users.find((user) => user.username.toLowerCase() === username.toLowerCase())
