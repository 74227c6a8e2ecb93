/** The lines of a shell that do what a call does: one for the `maas` command, one for `curl`. */
import * as z from 'zod/mini'
import { actionWord, handlerWord } from './command-words.ts'
import { actionName, describeField } from './describe.ts'
import type { Endpoint } from './endpoint.ts'
import { type EndpointName, endpoints, type Input } from './endpoints.ts'
import { fieldDocs } from './fields.ts'
import { flatName } from './flat.ts'

export type CommandLines = {
  /** For the profile named by `$PROFILE`; undefined where the `maas` command does not have it. */
  maas: string | undefined
  /** With the API key in `$KEY`; for bash and zsh. */
  curl: string
  /** Shell variables that stand in the lines for secrets: `POWER_PASS`. */
  secrets: string[]
}

type Options = {
  /** Scheme and host of the server. */
  origin: string
  /** Values that the server would take anyway, and that therefore are not said. */
  defaults?: Record<string, unknown>
}

/** What is absent though it is required stands there as a shell variable of its name, as secrets do. */
export function commandLines<N extends EndpointName>(
  name: N,
  input: Partial<Input<N>>,
  { origin, defaults = {} }: Options,
): CommandLines {
  const endpoint: Endpoint = endpoints[name]
  const given = input as Record<string, unknown>
  const variables = Object.keys(endpoint.params?.shape ?? {}).map((each) =>
    toWord(each, given[each], false),
  )
  const fields = fieldsOf(endpoint, given).flatMap(([field, schema]) => {
    const value = given[flatName(endpoint, field)]
    const words = fieldWords(field, schema, value, defaults[field])
    return words.map((word): [string, Word] => [field, word])
  })
  return {
    maas: maasLine(endpoint, variables, fields),
    curl: curlLines(endpoint, origin, variables, fields),
    secrets: fields.flatMap(([, word]) => ('secret' in word ? [word.secret] : [])),
  }
}

/** In the contract's order; where any name is taken, those that were given follow. */
function fieldsOf({ params, input }: Endpoint, given: object): [string, z.ZodMiniType][] {
  const { shape = {}, def } = input ?? {}
  const any = def?.catchall && z.optional(def.catchall as z.ZodMiniType)
  const others = Object.keys(given).filter(
    (name) => !(name in shape) && !(name in (params?.shape ?? {})),
  )
  return [
    ...Object.entries(shape as Record<string, z.ZodMiniType>),
    ...(any ? others.map((name): [string, z.ZodMiniType] => [name, any]) : []),
  ]
}

/** A value as it was given, or the shell variable that holds it. */
type Word = { text: string } | { variable: string } | { secret: string }

function toWord(name: string, value: unknown, secret: boolean): Word {
  const variable = name.toUpperCase()
  if (value === undefined || value === '') return { variable }
  return secret ? { secret: variable } : { text: `${value as string | number | boolean}` }
}

function fieldWords(name: string, schema: z.ZodMiniType, value: unknown, byDefault: unknown) {
  const { required } = describeField(schema)
  if (required && (value === undefined || value === '')) return [toWord(name, '', false)]
  if (value === undefined || value === byDefault) return []
  // Empty takes a stored value back, which is no secret.
  if (value === '') return [{ text: '' }]
  return [value].flat().map((each) => toWord(name, each, isSecret(schema)))
}

function isSecret(schema: z.ZodMiniType): boolean {
  const inner =
    schema.def.type === 'optional' ? (schema as z.ZodMiniOptional).def.innerType : schema
  return fieldDocs.get(inner as z.ZodMiniType)?.secret === true
}

/** Bare where no shell could misread it, otherwise between single quotes, in which nothing has a meaning. */
export const quote = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

function shown(word: Word): string {
  if ('text' in word) return word.text === '' ? '' : quote(word.text)
  return `"$${'secret' in word ? word.secret : word.variable}"`
}

type Fields = readonly (readonly [string, Word])[]

function maasLine(endpoint: Endpoint, variables: Word[], fields: Fields): string | undefined {
  const { handler } = endpoint
  if (handler === undefined) return undefined
  const positional = variables.map((word) => shown(word))
  return [
    'maas',
    '$PROFILE',
    handlerWord(handler),
    actionWord(actionName(endpoint)),
    // A name that begins with a dash is no option.
    ...(positional.some((each) => each.startsWith('-')) ? ['--'] : []),
    ...positional,
    ...fields.map(([name, word]) => `${name}=${shown(word)}`),
  ].join(' ')
}

/** OAuth 1.0 PLAINTEXT is a header that a shell can write; the nonce differs each time. */
const oauth = [
  'oauth_version=1.0, oauth_signature_method=PLAINTEXT',
  'oauth_consumer_key=$consumer, oauth_token=$token, oauth_signature=%26$secret',
  'oauth_nonce=$RANDOM$RANDOM$RANDOM, oauth_timestamp=$(date +%s)',
].join(', ')

function curlLines(endpoint: Endpoint, origin: string, variables: Word[], fields: Fields): string {
  const { method, op, access } = endpoint
  const inBody = method === 'POST' || method === 'PUT'
  const flags = [
    ...(!inBody && fields.length > 0 ? ['--get'] : []),
    ...(method === 'GET' || (method === 'POST' && fields.length > 0) ? [] : ['-X', method]),
  ]
  const open = access === 'anyone'
  const parts = [
    ...(open ? [] : [`-H "Authorization: OAuth ${oauth}"`]),
    ...fields.map(([name, word]) => `--data-urlencode ${name}=${shown(word)}`),
    address(origin, endpoint.path, variables, op),
  ]
  const call = [['curl', ...flags].join(' '), ...parts].join(' \\\n  ')
  return open ? call : `IFS=: read -r consumer token secret <<< "$KEY"\n${call}`
}

function address(origin: string, path: string, variables: Word[], op: string | undefined): string {
  const query = op === undefined ? '' : `?op=${op}`
  const rest = [...variables]
  let held = false
  const url = path.replaceAll(/\{\w+\}/g, () => {
    const word = rest.shift()
    if (!word || 'text' in word) return encodeURIComponent(word?.text ?? '')
    held = true
    return `$${'secret' in word ? word.secret : word.variable}`
  })
  const whole = `${origin}${url}${query}`
  // Between double quotes a shell looks into variables; what could harm there is percent-encoded.
  return held ? `"${whole.replaceAll('!', '%21')}"` : quote(whole)
}
