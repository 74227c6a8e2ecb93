import type { ApiKey } from '../../contract/api-key.ts'
import type { Handlers } from '../handlers.ts'
import type { ApiKeyService } from '../services/api-keys.ts'
import type { StoredApiKey } from '../store/api-keys.ts'

type ApiKeyHandlers = Pick<
  Handlers,
  'apiKeyCreate' | 'apiKeyList' | 'apiKeyUpdate' | 'apiKeyDelete' | 'apiKeyAuthenticate'
>

const toApiKey = (key: StoredApiKey): ApiKey => ({
  name: key.name,
  consumer_key: key.consumer_key,
  token_key: key.token_key,
  created: key.created_at,
  last_used: key.last_used_at,
  expires: key.expires_at,
})

export function apiKeyRoutes(keys: ApiKeyService): ApiKeyHandlers {
  return {
    apiKeyCreate: ({ name = '', expires = null }, call) => keys.create(name, expires, call),
    apiKeyList: async (_input, call) => (await keys.list(call)).map(toApiKey),
    apiKeyUpdate: async ({ token, name }, call) => toApiKey(await keys.rename(token, name, call)),
    apiKeyDelete: ({ token_key }, call) => keys.revoke(token_key, call),
    apiKeyAuthenticate: ({ consumer = '', ...credentials }, { ip }) =>
      keys.authenticate(credentials, consumer, ip),
  }
}
