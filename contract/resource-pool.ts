import * as z from 'zod/mini'
import { doc, looseText, text } from './fields.ts'

export const ResourcePool = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  resource_uri: z.string(),
})
export type ResourcePool = z.infer<typeof ResourcePool>

export const ResourcePoolCreate = z.object({
  name: doc(text(), 'Name of the resource pool.'),
  description: z.optional(doc(looseText(10_000), 'What the resource pool is for.')),
})

export const ResourcePoolUpdate = z.partial(ResourcePoolCreate)
