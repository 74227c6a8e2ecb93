import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { SessionUser, StoredSession } from '../store/sessions.ts'
import type { Store } from '../store/store.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { createRateLimit } from './rate-limit.ts'
import { newToken, tokenHash } from './tokens.ts'

/** A session ends when it was not used for so long. */
export const sessionMs = 14 * 24 * 60 * 60 * 1000
/** Its end is moved no more often than this, so that reading does not write each time. */
const extendAfterMs = 5 * 60 * 1000

export const loginAttempts = 10
export const attemptWindowMs = 5 * 60 * 1000
/** Failures from one address under any names; many people may share it behind a proxy or NAT. */
export const attemptsPerAddress = 100

export type LoggedIn = { user: SessionUser; session: StoredSession }
export type FreshSession = LoggedIn & { token: string }

export type SessionService = ReturnType<typeof createSessionService>

export function createSessionService(store: Store, clock: Clock) {
  const perName = createRateLimit(clock, loginAttempts, attemptWindowMs)
  const perAddress = createRateLimit(clock, attemptsPerAddress, attemptWindowMs)
  const decoy = hashPassword(newToken())

  const create = async (
    user: SessionUser,
    sessions: Pick<Store, 'sessions'> = store,
  ): Promise<FreshSession> => {
    const now = clock.now()
    const token = newToken()
    const session: StoredSession = {
      id_hash: tokenHash(token),
      user_id: user.id,
      csrf_token: newToken(),
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + sessionMs).toISOString(),
      last_used_at: now.toISOString(),
    }
    await sessions.sessions.create(session)
    return { user, session, token }
  }

  const countAttempt = (ip: string, name: string) => {
    perAddress.attempt([ip])
    perName.attempt([nameKey(ip, name)])
  }

  /**
   * The user of that name and password. Throws `rate_limited`, or `bad_credentials`: in the same words and after the
   * same time for unknown names and wrong passwords.
   */
  const identify = async (username: string, password: string, ip: string): Promise<SessionUser> => {
    countAttempt(ip, username)
    const user = await store.users.byUsername(username)
    const right = await verifyPassword(password, user?.password_hash ?? (await decoy))
    if (!user || !right) {
      throw new AppError('bad_credentials', 'The user name or the password is wrong.')
    }
    perName.clear(nameKey(ip, username))
    // Not cleared: one rightful account would let its owner try others without end.
    perAddress.refund(ip)
    return user
  }

  return {
    /** Counts an attempt to get in from this address, as this name. Throws `rate_limited`. */
    countAttempt,

    create,

    identify,

    /** Throws what `identify` throws. */
    logIn: async (username: string, password: string, ip: string): Promise<FreshSession> => {
      const user = await identify(username, password, ip)
      await store.sessions.deleteExpired(clock.now())
      return create(user)
    },

    /** The session of a cookie, its end moved on; undefined when there is none any more. */
    resume: async (token: string): Promise<LoggedIn | undefined> => {
      const now = clock.now()
      const found = await store.sessions.read(tokenHash(token), now)
      if (found && now.getTime() - Date.parse(found.session.last_used_at) > extendAfterMs) {
        const expiresAt = new Date(now.getTime() + sessionMs)
        await store.sessions.extend(found.session.id_hash, now, expiresAt)
      }
      return found
    },

    /** Whether it has neither ended nor been logged out. */
    isAlive: async (idHash: string): Promise<boolean> => {
      return (await store.sessions.read(idHash, clock.now())) !== undefined
    },

    end: (idHash: string) => store.sessions.delete(idHash),
  }
}

const nameKey = (ip: string, name: string) => `${ip} ${name.trim().toLowerCase()}`
