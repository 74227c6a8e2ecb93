import * as z from 'zod/mini'
import { doc, looseText, text } from './fields.ts'

export const Zone = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  resource_uri: z.string(),
})
export type Zone = z.infer<typeof Zone>

export const ZoneCreate = z.object({
  name: doc(text(), 'Name of the zone; letters, digits, blanks, dots, dashes and underscores.'),
  description: z.optional(doc(looseText(10_000), 'What the zone is for.')),
})

export const ZoneUpdate = z.partial(ZoneCreate)
