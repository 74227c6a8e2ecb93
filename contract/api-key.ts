import * as z from 'zod/mini'
import { doc, looseText, text, timestamp } from './fields.ts'
import { Credentials } from './user.ts'

/** A key as it is listed: without its secret, which nobody can read again. */
export const ApiKey = z.object({
  name: z.string(),
  consumer_key: z.string(),
  token_key: z.string(),
  created: timestamp(),
  /** Right to the minute; null while it was never used. */
  last_used: z.nullable(timestamp()),
  /** From then on it is refused; null: never. */
  expires: z.nullable(timestamp()),
})
export type ApiKey = z.infer<typeof ApiKey>

/** A key just made: the only answer that holds the secret. */
export const NewApiKey = z.object({
  consumer_key: z.string(),
  name: z.string(),
  token_key: z.string(),
  token_secret: z.string(),
})
export type NewApiKey = z.infer<typeof NewApiKey>

/** `consumer:token:secret`, as `maas login` takes it. */
export const keyText = (key: NewApiKey): string =>
  [key.consumer_key, key.token_key, key.token_secret].join(':')

/** The line that uses a key. `url` is that of the server, with `/MAAS/`. */
export const loginLine = (profile: string, url: string, key: string) =>
  `maas login ${profile} ${url} ${key}`

/** `consumer:token:secret` or the token alone. */
const tokenKey = () =>
  z.pipe(
    text(),
    z.transform((value) => value.split(':')[1] ?? value),
  )

/** What a key is called that was not given a name, as MAAS calls it. */
export const defaultKeyName = 'MAAS consumer'

export const ApiKeyCreate = z.object({
  name: z.optional(doc(looseText(), `What the key is for. Default: ${defaultKeyName}.`)),
  expires: z.optional(
    doc(
      moment(),
      'Last day (2027-01-31) or end (2027-01-31T18:00:00Z) of the key, in UTC. Default: never.',
    ),
  ),
})

export const ApiKeyUpdate = z.object({
  token: doc(tokenKey(), 'The whole key, or the token in its middle.'),
  name: doc(text(), 'New name.'),
})

export const ApiKeyDelete = z.object({
  token_key: doc(tokenKey(), 'The token in the middle of the key.'),
})

/** A program asks for a key of its own in the name of somebody whose password it has. */
export const Authenticate = z.extend(Credentials, {
  consumer: z.optional(
    doc(
      looseText(),
      `Name of the key; one of that name is used again. Default: ${defaultKeyName}.`,
    ),
  ),
})

/** A day, which ends it, or a time; without a zone it is in UTC. Empty: none. */
function moment() {
  return z.pipe(
    looseText(),
    z.transform((value, context): string | null => {
      if (value === '') return null
      const match =
        /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(
          value,
        )
      const [, day = '', time = '23:59:59.999', zone = 'Z'] = match ?? []
      const date = new Date(`${day}T${time}${zone.toUpperCase()}`)
      // 31 February would be a day in March.
      const dayItself = new Date(`${day}T00:00:00Z`)
      const real =
        !Number.isNaN(date.getTime()) &&
        !Number.isNaN(dayItself.getTime()) &&
        dayItself.toISOString().startsWith(day)
      if (real) return date.toISOString()
      context.issues.push({ code: 'custom', input: value, message: 'Enter a valid date/time.' })
      return null
    }),
  )
}
