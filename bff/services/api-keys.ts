import { randomBytes } from 'node:crypto'
import { defaultKeyName, keyText, type NewApiKey } from '../../contract/api-key.ts'
import type { Clock } from '../clock.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import type { Secrets } from '../secrets.ts'
import type { StoredApiKey } from '../store/api-keys.ts'
import type { SessionUser } from '../store/sessions.ts'
import type { Store } from '../store/store.ts'
import type { SessionService } from './sessions.ts'

export const apiKeyPurpose = 'api_key.token_secret'

/** `consumer:token:secret`, as `maas login` takes it. */
export type ApiKeyText = string

type Scope = { store: Pick<Store, 'apiKeys'>; secrets: Secrets; clock: Clock }

const word = (bytes: number) => randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, 'x')

/** Makes a key for a user; the secret is stored sealed. */
export async function createApiKey(
  scope: Scope,
  userId: number,
  name: string,
  expiresAt: Date | null = null,
): Promise<ApiKeyText> {
  return keyText(await newApiKey(scope, userId, name, expiresAt?.toISOString() ?? null))
}

async function newApiKey(
  { store, secrets, clock }: Scope,
  userId: number,
  name: string,
  expires: string | null,
): Promise<NewApiKey> {
  const key = {
    consumer_key: word(12),
    name,
    token_key: word(12),
    token_secret: word(24),
  }
  await store.apiKeys.create({
    ...key,
    user_id: userId,
    token_secret: secrets.encrypt(key.token_secret, apiKeyPurpose),
    created_at: clock.now().toISOString(),
    expires_at: expires,
  })
  return key
}

/** The oldest key of the user that still opens; undefined when there is none. */
export async function readApiKey(scope: Scope, userId: number): Promise<ApiKeyText | undefined> {
  const key = await openKey(scope, userId, () => true)
  return key && keyText(key)
}

async function openKey(
  { store, secrets, clock }: Scope,
  userId: number,
  wanted: (key: StoredApiKey) => boolean,
): Promise<NewApiKey | undefined> {
  const now = clock.now().toISOString()
  const keys = await store.apiKeys.ofUser(userId)
  const key = keys.find(
    (each) => (each.expires_at === null || each.expires_at > now) && wanted(each),
  )
  return (
    key && {
      consumer_key: key.consumer_key,
      name: key.name,
      token_key: key.token_key,
      token_secret: secrets.decrypt(key.token_secret, apiKeyPurpose),
    }
  )
}

/** Who asks, and from where. */
type By = { user: SessionUser; ip: string }

export type ApiKeyService = ReturnType<typeof createApiKeyService>

/** Keys that users make, see, rename and revoke themselves; those of others are `not_found`. */
export function createApiKeyService(
  { store, secrets, clock }: { store: Store; secrets: Secrets; clock: Clock },
  sessions: Pick<SessionService, 'identify'>,
) {
  /** Work and its entry in the audit trail, together or not at all. */
  const change = <T extends { name: string }>(
    { user, ip }: By,
    action: string,
    work: (scope: Scope) => Promise<T | undefined>,
  ): Promise<T> =>
    store.transaction(async (tx) => {
      const key = await work({ store: tx, secrets, clock })
      if (!key) throw notFound()
      await tx.audit.add({
        username: user.username,
        action: `api_key.${action}`,
        subject: `API key ${key.name}`,
        source_ip: ip,
      })
      return key
    })

  return {
    list: ({ user }: By) => store.apiKeys.ofUser(user.id),

    create: (name: string, expires: string | null, by: By) => {
      if (expires !== null && expires <= clock.now().toISOString()) {
        throw fieldError('expires', 'Enter a time in the future.')
      }
      return change(by, 'create', (scope) =>
        newApiKey(scope, by.user.id, name || defaultKeyName, expires),
      )
    },

    rename: (tokenKey: string, name: string, by: By) =>
      change(by, 'update', (scope) => scope.store.apiKeys.rename(by.user.id, tokenKey, name)),

    revoke: async (tokenKey: string, by: By): Promise<void> => {
      await change(by, 'delete', (scope) => scope.store.apiKeys.delete(by.user.id, tokenKey))
    },

    /**
     * The user's key of that name, made when there is none. Throws `forbidden` for a wrong name or password, which are
     * told apart by nothing, and `rate_limited`.
     */
    authenticate: async (
      { username, password }: { username: string; password: string },
      name: string,
      ip: string,
    ): Promise<NewApiKey> => {
      const user = await identified(sessions, username, password, ip)
      return store.transaction(async (tx) => {
        const scope = { store: tx, secrets, clock }
        const existing = await openKey(
          scope,
          user.id,
          (key) => key.name === (name || defaultKeyName),
        )
        if (existing) return existing
        await tx.audit.add({
          username: user.username,
          action: 'api_key.create',
          subject: `API key ${name || defaultKeyName}`,
          source_ip: ip,
        })
        return newApiKey(scope, user.id, name || defaultKeyName, null)
      })
    },
  }
}

async function identified(
  sessions: Pick<SessionService, 'identify'>,
  ...[username, password, ip]: [string, string, string]
): Promise<SessionUser> {
  try {
    return await sessions.identify(username, password, ip)
  } catch (error) {
    // MAAS's clients look for 403 here.
    if (!(error instanceof AppError) || error.code !== 'bad_credentials') throw error
    throw new AppError('forbidden', error.message, { cause: error })
  }
}
