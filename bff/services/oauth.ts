/** OAuth 1.0 with the PLAINTEXT signature, as MAAS's clients speak it: RFC 5849, sections 3.1 to 3.4.4 and 3.5.1. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Secrets } from '../secrets.ts'
import type { SessionUser } from '../store/sessions.ts'
import type { Store } from '../store/store.ts'
import { apiKeyPurpose } from './api-keys.ts'
import { createRateLimit } from './rate-limit.ts'
import { attemptsPerAddress, attemptWindowMs } from './sessions.ts'
import { sameText } from './tokens.ts'

/** Seconds by which a client's clock may differ from ours. */
const windowSeconds = 300
/** Characters; each is kept for as long as it could be played again. */
const maxNonce = 255
/** `last_used_at` is written no more often than this. */
const touchAfterMs = 60_000

/** Failures with one token from one address. */
export const failuresPerKey = 10

export type OauthVerifier = (authorization: string, ip: string) => Promise<SessionUser>

/**
 * Resolves to the owner of the key. Rejects with `not_authenticated`, in MAAS's words, or with `rate_limited` after too
 * many wrong keys: counted apart for each process, by address, so that nobody can lock out another's key. Nonces are
 * remembered in the database, for all processes.
 */
export function createOauthVerifier(store: Store, secrets: Secrets, clock: Clock): OauthVerifier {
  const perKey = createRateLimit(clock, failuresPerKey, attemptWindowMs)
  const perAddress = createRateLimit(clock, attemptsPerAddress, attemptWindowMs)

  return async (authorization, ip) => {
    const given = parseHeader(authorization)
    // No key holds one, and PostgreSQL cannot even look for it.
    if ([...given.values()].some((value) => value.includes('\0'))) {
      throw refused('Invalid API key.')
    }
    if (given.get('oauth_signature_method') !== 'PLAINTEXT') {
      throw refused("'The signature method must be PLAINTEXT.'")
    }
    const version = given.get('oauth_version') ?? '1.0'
    if (version !== '1.0') throw refused(`'OAuth version ${version} is not supported.'`)

    const now = clock.now()
    const seconds = Math.floor(now.getTime() / 1000)
    const timestamp = Number(given.get('oauth_timestamp') ?? Number.NaN)
    if (!Number.isSafeInteger(timestamp) || Math.abs(seconds - timestamp) > windowSeconds) {
      throw refused(
        `'The timestamp is more than ${windowSeconds} seconds away from the clock of the server, which is at ${seconds}.'`,
      )
    }

    const tokenKey = given.get('oauth_token') ?? ''
    const guess = `${ip} ${tokenKey}`
    // A script that goes on with a key that was revoked stops here, and leaves its neighbours their attempts.
    perKey.check(guess)
    perAddress.check(ip)
    const found = await store.apiKeys.read(tokenKey, now)
    const secret = found ? secrets.decrypt(found.key.token_secret, apiKeyPurpose) : ''
    // The consumer's secret, in front of the ampersand, is always empty.
    const right = sameText(given.get('oauth_signature') ?? '', `&${encodeURIComponent(secret)}`)
    if (!found || !right || found.key.consumer_key !== given.get('oauth_consumer_key')) {
      perKey.fail(guess)
      perAddress.fail(ip)
      throw refused('Invalid API key.')
    }
    perKey.clear(guess)

    const nonce = given.get('oauth_nonce') ?? ''
    if (!nonce) throw refused("'The nonce is missing.'")
    if (nonce.length > maxNonce) throw refused("'The nonce is too long.'")
    if (!(await store.apiKeys.spendNonce(tokenKey, nonce, timestamp))) {
      throw refused("'The nonce was used before.'")
    }
    const { id, last_used_at } = found.key
    if (last_used_at === null || now.getTime() - Date.parse(last_used_at) > touchAfterMs) {
      await store.apiKeys.touch(id, now)
      await store.apiKeys.forgetNonces(seconds - 2 * windowSeconds)
    }
    return found.user
  }
}

export const isOauth = (authorization: string | undefined): authorization is string =>
  /^OAuth\s/i.test(authorization ?? '')

/** `CONSUMER:TOKEN:SECRET` as a token that is the same each time, for callers that cannot sign. */
const bearerKey = /^Bearer\s+([\w-]+):([\w-]+):([\w-]+)\s*$/i

export const isBearer = (authorization: string | undefined): authorization is string =>
  /^Bearer\s/i.test(authorization ?? '')

/** Checks a bearer key as what its owner would have signed now. Rejects as `verify` does. */
export const createBearerVerifier =
  (verify: OauthVerifier, clock: Clock): OauthVerifier =>
  (authorization, ip) => {
    const [, consumer = '', token = '', secret = ''] = bearerKey.exec(authorization) ?? []
    const fields = {
      oauth_version: '1.0',
      oauth_signature_method: 'PLAINTEXT',
      oauth_consumer_key: consumer,
      oauth_token: token,
      oauth_signature: `%26${secret}`,
      oauth_nonce: randomUUID(),
      oauth_timestamp: String(Math.floor(clock.now().getTime() / 1000)),
    }
    const pairs = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
    return verify(`OAuth ${pairs.join(', ')}`, ip)
  }

const refused = (what: string) => new AppError('not_authenticated', `Authorization Error: ${what}`)

function parseHeader(header: string): Map<string, string> {
  const pairs = header
    .replace(/^OAuth\s+/i, '')
    .split(',')
    .flatMap((item): [string, string][] => {
      const match = /^(\w+)="?([^"]*)"?$/.exec(item.trim())
      return match ? [[match[1] ?? '', decode(match[2] ?? '')]] : []
    })
  return new Map(pairs)
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
