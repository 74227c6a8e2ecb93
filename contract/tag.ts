import * as z from 'zod/mini'
import { doc, looseText, repeated, text } from './fields.ts'
import { tagName } from './rules/tags.ts'

/** `definition` and `kernel_opts` are there for MAAS's clients, and always empty. */
export const Tag = z.object({
  name: z.string(),
  definition: z.literal(''),
  comment: z.string(),
  kernel_opts: z.literal(''),
  resource_uri: z.string(),
})
export type Tag = z.infer<typeof Tag>

const name = () =>
  text().check(z.regex(tagName, 'Enter letters, digits, dashes and underscores only.'))

/** Accepted empty, because clients send all the fields of a form. */
const unavailable = (description: string, message: string) =>
  z.optional(doc(looseText(10_000).check(z.refine((value) => value === '', message)), description))

const rest = {
  comment: z.optional(doc(looseText(10_000), 'What the tag is for.')),
  definition: unavailable(
    'XPath of the machines that have it. Not available: must be empty.',
    'Tags by definition are not available. Name the machines with update_nodes.',
  ),
  kernel_opts: unavailable(
    'Kernel options of the machines that have it. Not available: must be empty.',
    'Kernel options are not available.',
  ),
}

export const TagCreate = z.object({
  name: doc(name(), 'Name of the tag: letters, digits, dashes and underscores.'),
  ...rest,
})

export const TagUpdate = z.object({ name: z.optional(doc(name(), 'New name.')), ...rest })

export const TagName = z.object({ name: doc(text(), 'Name of the tag.') })

const machines = (description: string) => z.optional(doc(repeated(), description))

export const TagNodes = z.object({
  add: machines('system_id of a machine to give the tag to; may be repeated.'),
  remove: machines('system_id of a machine to take the tag from; may be repeated.'),
})

/** How many of the machines named there are. */
export const TagNodesAnswer = z.object({ added: z.int(), removed: z.int() })
