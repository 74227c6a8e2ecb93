import { api, type TestServer } from './server.ts'

export type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE'
export type Caller = (
  method: Verb,
  path: string,
  fields?: Record<string, string | readonly string[]>,
) => Promise<{ status: number; body: unknown }>

/** Calls the API as scripts do: signed by a key, fields in the query or in a form. JSON is parsed. */
export const createCaller =
  (host: TestServer, apiKey: string): Caller =>
  async (method, path, fields = {}) => {
    const form = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])),
    ).toString()
    const inQuery = method === 'GET' || method === 'DELETE'
    const url = `${api}/${path}`
    const response = await host.server.app.inject({
      method,
      url: inQuery && form !== '' ? `${url}${url.includes('?') ? '&' : '?'}${form}` : url,
      headers: {
        ...host.sign(apiKey),
        ...(!inQuery && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(!inQuery && { payload: form }),
    })
    const type = String(response.headers['content-type'])
    return {
      status: response.statusCode,
      body: type.startsWith('application/json') ? response.json<unknown>() : response.body,
    }
  }
