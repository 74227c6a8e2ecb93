import { authorization } from '../contract/oauth.ts'
import type { Action } from '../contract/describe.ts'
import type { Pair } from './arguments.ts'
import type { Request } from './http.ts'
import { encodeMultipart } from './multipart.ts'
import type { Handler } from './tree.ts'

type Call = {
  handler: Pick<Handler, 'path'>
  action: Pick<Action, 'method' | 'op'>
  variables: Record<string, string>
  pairs: readonly Pair[]
}

/**
 * What MAAS's command sends: fields in the query of a GET or DELETE, in a multipart body of a POST or PUT; `op` always
 * in the query. Scheme and host are the profile's: a server behind a proxy may not know its own.
 */
export function createRequest(
  profile: { url: string; key: string | null },
  { handler, action, variables, pairs }: Call,
): Request {
  const path = handler.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(variables[name] ?? ''),
  )
  // Set as a path, it stays one, whatever the server wrote: the key goes to no other host.
  const url = new URL(profile.url)
  url.pathname = path
  if (action.op !== null) url.searchParams.set('op', action.op)
  const hasBody = action.method === 'POST' || action.method === 'PUT'
  if (!hasBody) {
    for (const pair of pairs) {
      const value = 'file' in pair ? pair.file.content.toString('utf8') : pair.value
      url.searchParams.append(pair.name, value)
    }
  }
  const form = hasBody && pairs.length > 0 ? encodeMultipart(pairs) : undefined
  return {
    method: action.method,
    url: url.href,
    headers: { ...signed(profile.key), ...(form ? { 'content-type': form.contentType } : {}) },
    ...(form ? { body: form.body } : {}),
  }
}

export const signed = (key: string | null): Record<string, string> =>
  key === null ? {} : { authorization: authorization(key) }
