import type { AnyAuthMethod, AuthenticationType, Prompt } from 'ssh2'
import type { LoginMethod } from './stages.ts'
import type { SshPrivateKey } from './ssh-key.ts'

/** Tried in this order; a password answers keyboard-interactive too. */
export interface SshCredentials {
  readonly privateKey?: SshPrivateKey | undefined
  /** Path of an ssh-agent's socket. */
  readonly agent?: string | undefined
  readonly password?: string | undefined
}

/** A server that keeps asking gets no more answers than this. */
const MAX_PROMPTS = 3

function* methodsOf(user: string, credentials: SshCredentials): Generator<AnyAuthMethod> {
  const { privateKey, agent, password } = credentials
  const username = user
  if (privateKey) yield { type: 'publickey', username, key: privateKey.parsed }
  if (agent !== undefined) yield { type: 'agent', username, agent }
  if (password === undefined) return
  yield { type: 'password', username, password }
  let rounds = 0
  yield {
    type: 'keyboard-interactive',
    username,
    prompt(_name, _instructions, _language, prompts: Prompt[], finish) {
      rounds += 1
      finish(rounds > MAX_PROMPTS ? [] : prompts.map(() => password))
    },
  }
}

/** How the server calls a method. */
const wireName = (method: AnyAuthMethod) => (method.type === 'agent' ? 'publickey' : method.type)

const isReported = (type: AuthenticationType): type is LoginMethod =>
  type !== 'none' && type !== 'hostbased'

/**
 * Chooses what to try next. The first try is a real one: asking for the list of methods first, as
 * is usual, would cost a round trip.
 */
export function createLogin(user: string, credentials: SshCredentials) {
  const methods = [...methodsOf(user, credentials)]
  const tried: LoginMethod[] = []
  let offered: readonly string[] = []
  // Without credentials the server is asked all the same, to be able to say what it would take.
  if (methods.length === 0) methods.push({ type: 'none', username: user })

  return {
    tried,
    get offered() {
      return offered
    },
    /** ssh2 passes null before the first try. False ends the login. */
    next(methodsLeft: readonly string[] | null): AnyAuthMethod | false {
      if (methodsLeft) offered = methodsLeft
      for (;;) {
        const method = methods.shift()
        if (!method) return false
        if (methodsLeft && !methodsLeft.includes(wireName(method))) continue
        if (isReported(method.type)) tried.push(method.type)
        return method
      }
    },
  }
}
