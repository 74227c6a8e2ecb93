import * as z from 'zod/mini'

export const Version = z.object({
  version: z.string(),
  subversion: z.string(),
  capabilities: z.array(z.string()),
})
export type Version = z.infer<typeof Version>
