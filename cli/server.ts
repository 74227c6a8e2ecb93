/** What is asked of any server, before one knows what it can do. */
import type { Description } from '../contract/describe.ts'
import type { User } from '../contract/user.ts'
import { CliError, usageError } from './errors.ts'
import type { Response, Send, Trust } from './http.ts'
import { signed } from './request.ts'

/**
 * The API's own address from what a person types: `http://host:5240/MAAS` -> `http://host:5240/MAAS/api/2.0/`.
 * Throws `usageError`.
 */
export function apiUrl(given: string): string {
  const example = 'for example http://127.0.0.1:5240/MAAS/'
  if (!/^https?:\/\//i.test(given) || !URL.canParse(given)) {
    throw usageError(`${given} is not an address: it begins with http:// or https://, ${example}`)
  }
  const url = new URL(given)
  if (url.username || url.password) {
    throw usageError('An address with a user name or password in it is not understood.')
  }
  url.search = ''
  url.hash = ''
  const base = url.pathname === '/' ? '/MAAS/' : url.pathname.replace(/\/*$/, '/')
  url.pathname = /\/api\/\d+\.\d+\/$/.test(base) ? base : `${base}api/2.0/`
  return url.href
}

/** Rejects with `CliError` when this is no MAAS API. */
export async function fetchDescription(
  send: Send,
  url: string,
  trust: Trust,
): Promise<Description> {
  const response = await send({ method: 'GET', url: `${url}describe/`, headers: {} }, trust)
  const notOurs = (
    what: string,
    fix = 'The address ends with /MAAS/, as in http://127.0.0.1:5240/MAAS/',
  ) => new CliError(`There is no MAAS API at ${url}: ${what}.`, { fix })
  const elsewhere = redirection(response, url)
  if (elsewhere !== undefined) {
    const its = elsewhere.replace(/api\/\d+\.\d+\/describe\/.*$/, '')
    throw notOurs(
      `it sends us on to ${elsewhere}`,
      `If you trust that one: maas login PROFILE ${its}`,
    )
  }
  if (response.status !== 200) throw notOurs(`it answers ${statusLine(response)}`)
  try {
    const description = JSON.parse(response.body.toString('utf8')) as Partial<Description>
    if (Array.isArray(description.resources)) return description as Description
  } catch {
    throw notOurs('it answers with something that is not JSON')
  }
  throw notOurs('its description has no resources')
}

/** Where a server sends us instead. It is not followed: the key is for the one that was named. */
export function redirection({ status, headers }: Response, from: string): string | undefined {
  const { location } = headers
  if (status < 300 || status > 399 || location === undefined) return undefined
  return URL.canParse(location, from) ? new URL(location, from).href : location
}

/** Resolves to the owner of a key. Rejects with `CliError` when the server refuses it. */
export async function whoami(
  send: Send,
  url: string,
  key: string,
  trust: Trust,
): Promise<string | null> {
  const request = { method: 'GET', url: `${url}users/?op=whoami`, headers: signed(key) } as const
  const response = await send(request, trust)
  const text = response.body.toString('utf8')
  if (response.status === 401) {
    throw new CliError(`The server rejected your API key: ${text.trim()}`, { fix: newKey })
  }
  if (response.status !== 200) {
    throw new CliError(
      `The server gave an unexpected response: ${statusLine(response)}. ${text.trim().slice(0, 300)}`,
    )
  }
  try {
    return (JSON.parse(text) as Partial<User>).username ?? null
  } catch {
    return null
  }
}

const statusLine = ({ status, reason }: Response) => `${status} ${reason}`.trim()

export const newKey =
  'Copy a key from the settings of the web page, or make one on the server: maas apikey --username NAME'

/** Throws `usageError` for what no server would take. */
export function checkKey(key: string): string {
  if (/^[^:\s]+:[^:\s]+:[^:\s]+$/.test(key)) return key
  throw usageError('An API key has three parts, CONSUMER:TOKEN:SECRET.', newKey)
}
