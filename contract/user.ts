import * as z from 'zod/mini'
import { doc, flag, looseText, secret, text } from './fields.ts'

export const User = z.object({
  username: z.string(),
  email: z.string(),
  is_local: z.literal(true),
  is_superuser: z.boolean(),
  resource_uri: z.string(),
})
export type User = z.infer<typeof User>

export const minPasswordLength = 8

const username = text(150).check(
  z.regex(
    /^[\w.@+-]+$/,
    'Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.',
  ),
)

const newPassword = secret().check(
  z.minLength(
    minPasswordLength,
    `This password is too short. It must contain at least ${minPasswordLength} characters.`,
  ),
)

export const Credentials = z.object({
  username: doc(text(150), 'User name.'),
  password: doc(secret().check(z.minLength(1, 'This field is required.')), 'Password.'),
})

/** The first admin, made with the one-time token of the setup link. */
export const Setup = z.object({
  token: doc(text(), 'The token of the setup link.'),
  username: doc(username, 'User name of the first admin.'),
  password: doc(newPassword, `Password, at least ${minPasswordLength} characters.`),
})

export const UserCreate = z.object({
  username: doc(username, 'User name: letters, digits and @/./+/-/_.'),
  email: z.optional(doc(looseText(254), 'Email address. Default: none.')),
  password: doc(newPassword, `Password, at least ${minPasswordLength} characters.`),
  is_superuser: z.optional(doc(flag(), 'Whether the user is an admin. Default: false.')),
})

/** Who is at this browser, and what its requests must carry. */
export const Session = z.object({
  user: z.nullable(User),
  /** No user exists yet: the setup link is the only way in. */
  setup_required: z.boolean(),
  /** To be sent as `X-CSRFToken` with every request that changes something. */
  csrf_token: z.nullable(z.string()),
})
export type Session = z.infer<typeof Session>
