import { ApiKey, defaultKeyName, type NewApiKey } from '../contract/api-key.ts'
import { type ApiKeyRow, type Db, iso, knownUser } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { fieldErrors, notFound, Refusal } from './refusal.ts'
import { uuid } from './stable.ts'

export const apiKeyHandlers: HandlersOf<'apiKey'> = {
  apiKeyCreate({ name = '', expires = null }, db) {
    if (expires !== null && expires <= iso(db.now())) {
      throw fieldErrors({ expires: ['Enter a time in the future.'] })
    }
    return create(db, knownUser(db).username, name || defaultKeyName, expires)
  },
  apiKeyList: (_, db) => ofUser(db).map((key) => ApiKey.parse(key)),
  apiKeyUpdate({ token, name }, db) {
    const key = find(db, token)
    key.name = name
    return ApiKey.parse(key)
  },
  apiKeyDelete({ token_key }, db) {
    db.apiKeys.splice(db.apiKeys.indexOf(find(db, token_key)), 1)
  },
  apiKeyAuthenticate({ username, password, consumer = '' }, db) {
    const user = db.users.find((each) => each.username === username)
    if (user?.password !== password) {
      throw new Refusal({ code: 'forbidden', message: 'The user name or the password is wrong.' })
    }
    const name = consumer || defaultKeyName
    const existing = db.apiKeys.find((key) => key.username === username && key.name === name)
    return existing ? opened(existing) : create(db, username, name, null)
  },
}

function create(db: Db, username: string, name: string, expires: string | null): NewApiKey {
  const taken = db.apiKeys.map(({ token_key }) => Number(token_key.replace(/\D/g, '')))
  const number = Math.max(0, ...taken) + 1
  const key = { consumer_key: `mockconsumer${number}`, name, token_key: `mocktoken${number}` }
  db.apiKeys.push({ ...key, username, created: iso(db.now()), last_used: null, expires })
  return opened(key)
}

/** With its secret, which is always the same. */
const opened = ({ consumer_key, name, token_key }: Omit<NewApiKey, 'token_secret'>): NewApiKey => ({
  consumer_key,
  name,
  token_key,
  token_secret: uuid(token_key).replaceAll('-', ''),
})

const ofUser = (db: Db): ApiKeyRow[] => {
  const { username } = knownUser(db)
  return db.apiKeys.filter((key) => key.username === username)
}

function find(db: Db, tokenKey: string): ApiKeyRow {
  const key = ofUser(db).find((each) => each.token_key === tokenKey)
  if (!key) throw notFound()
  return key
}
