import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Secrets } from '../secrets.ts'
import type { Store } from '../store/store.ts'

export const apiKeyPurpose = 'api_key.token_secret'

/** `consumer:token:secret`, as `maas login` takes it. */
export type ApiKeyText = string

const word = (bytes: number) => randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, 'x')

/** Makes a key for a user; the secret is stored sealed. */
export async function createApiKey(
  { store, secrets, clock }: { store: Store; secrets: Secrets; clock: Clock },
  userId: number,
  name: string,
  expiresAt: Date | null = null,
): Promise<ApiKeyText> {
  const consumer = word(12)
  const token = word(12)
  const secret = word(24)
  await store.apiKeys.create({
    user_id: userId,
    name,
    consumer_key: consumer,
    token_key: token,
    token_secret: secrets.encrypt(secret, apiKeyPurpose),
    created_at: clock.now().toISOString(),
    expires_at: expiresAt?.toISOString() ?? null,
  })
  return `${consumer}:${token}:${secret}`
}

/** The oldest key of the user that still opens; undefined when there is none. */
export async function readApiKey(
  { store, secrets, clock }: { store: Store; secrets: Secrets; clock: Clock },
  userId: number,
): Promise<ApiKeyText | undefined> {
  const now = clock.now().toISOString()
  const keys = await store.apiKeys.ofUser(userId)
  const key = keys.find(({ expires_at }) => expires_at === null || expires_at > now)
  return (
    key &&
    [key.consumer_key, key.token_key, secrets.decrypt(key.token_secret, apiKeyPurpose)].join(':')
  )
}
