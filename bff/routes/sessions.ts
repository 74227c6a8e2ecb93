import type { Session } from '../../contract/user.ts'
import type { Handlers } from '../handlers.ts'
import type { FreshSession, LoggedIn, SessionService } from '../services/sessions.ts'
import type { SetupService } from '../services/setup.ts'
import type { Store } from '../store/store.ts'
import { toUser } from './users.ts'

type SessionHandlers = Pick<
  Handlers,
  'sessionRead' | 'sessionCreate' | 'sessionDelete' | 'setupComplete'
>

const stranger: Session = { user: null, setup_required: false, csrf_token: null }

const toSession = ({ user, session }: LoggedIn): Session => ({
  user: toUser(user),
  setup_required: false,
  csrf_token: session.csrf_token,
})

export function sessionRoutes(
  store: Store,
  sessions: SessionService,
  setup: SetupService,
): SessionHandlers {
  const opened = (fresh: FreshSession, call: { setCookie: (session: FreshSession) => void }) => {
    call.setCookie(fresh)
    return toSession(fresh)
  }
  return {
    sessionRead: async (_input, { user, session }) => {
      if (user && session) return toSession({ user, session })
      return { ...stranger, setup_required: !(await store.users.exist()) }
    },
    sessionCreate: async ({ username, password }, call) =>
      opened(await sessions.logIn(username, password, call.ip), call),
    sessionDelete: async (_input, call) => {
      if (call.session) await sessions.end(call.session.id_hash)
      call.setCookie(null)
    },
    setupComplete: async (input, call) => opened(await setup.complete(input, call.ip), call),
  }
}
