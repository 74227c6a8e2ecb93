/** What a server knows, in one JSON document: written by the export, read by the import. */
import * as z from 'zod/mini'
import { Fix } from './check.ts'
import { choice, doc, secret, text } from './fields.ts'

/** Raised when an older reader would misunderstand. */
export const bundleVersion = 1

const noNull = z.refine<string>(
  (value) => !value.includes('\0'),
  'Null characters are not allowed.',
)
const words = (max: number) => z.string().check(z.maxLength(max), noNull)
const name = () => words(255).check(z.minLength(1))
const listOf = <S extends z.ZodMiniType>(schema: S, most: number) =>
  z.array(schema).check(z.maxLength(most))
const tagNames = () => listOf(name(), 1000)

const BundleGroup = z.strictObject({ name: name(), description: words(10_000) })
export type BundleGroup = z.infer<typeof BundleGroup>

const BundleTag = z.strictObject({
  name: name(),
  comment: words(10_000),
  /** XPath of the machines that have it; empty for a tag that is given by hand. */
  definition: words(10_000),
})
export type BundleTag = z.infer<typeof BundleTag>

const BundlePod = z.strictObject({
  name: name(),
  /** MAAS's word: virsh, lxd, rsd. */
  type: name(),
  power_address: words(2048),
  /** Clear text; empty where there is none. */
  power_pass: words(1024),
  zone: name(),
  pool: name(),
  tags: tagNames(),
  cpu_over_commit_ratio: z.number(),
  memory_over_commit_ratio: z.number(),
  /** UUID */
  default_storage_pool: z.nullable(name()),
})
export type BundlePod = z.infer<typeof BundlePod>

const BundleMachine = z.strictObject({
  hostname: name(),
  /** User name; empty where nobody holds it. */
  owner: words(255),
  /** Name of its pod; null for one that is on no pod. */
  pod: z.nullable(name()),
  mac_addresses: listOf(words(64), 256),
  zone: name(),
  pool: name(),
  tags: tagNames(),
})
export type BundleMachine = z.infer<typeof BundleMachine>

export const Bundle = z.strictObject({
  podyard_bundle: z.literal(bundleVersion),
  zones: listOf(BundleGroup, 10_000),
  resource_pools: listOf(BundleGroup, 10_000),
  tags: listOf(BundleTag, 10_000),
  pods: listOf(BundlePod, 1000),
  machines: listOf(BundleMachine, 50_000),
})
export type Bundle = z.infer<typeof Bundle>

/** Where a bundle that cannot be used is wrong: `pods.3.name: Too small`. */
export const bundleProblem = (error: z.core.$ZodError): string => {
  const [issue] = error.issues
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not readable'}`
}

const bundleField = () =>
  z.pipe(
    z.union([z.string(), z.record(z.string(), z.unknown())]),
    z.transform((value, context): Bundle | undefined => {
      const refuse = (message: string) => {
        context.issues.push({ code: 'custom', input: '', message })
        return undefined
      }
      if (value === '') return undefined
      let document: unknown = value
      try {
        if (typeof value === 'string') document = JSON.parse(value)
      } catch {
        return refuse('This is no JSON document.')
      }
      const bundle = Bundle.safeParse(document)
      return bundle.success
        ? bundle.data
        : refuse(`This is no bundle that can be read. ${bundleProblem(bundle.error)}`)
    }),
  )

export const ImportInput = z.object({
  url: z.optional(
    doc(
      text(2048),
      'Address of the MAAS to read: http://HOST:5240/MAAS/. It is only read from. Or give a bundle.',
    ),
  ),
  key: z.optional(
    doc(secret(), 'API key of an admin of that MAAS: CONSUMER:TOKEN:SECRET. It is not kept.'),
  ),
  bundle: z.optional(doc(bundleField(), 'What an export wrote, in place of url and key.')),
  trust: z.optional(
    doc(
      choice(['ask', 'first_use']),
      'What to do with a host key seen for the first time: refuse the pod with its fingerprint (ask, the default) or pin it (first_use).',
    ),
  ),
})

export const importKinds = ['zone', 'resource_pool', 'tag', 'pod', 'machine'] as const

/** What would become of one thing (create, update), or became of it (created, updated, failed). */
export const importActions = [
  'create',
  'update',
  'exists',
  'cannot',
  'created',
  'updated',
  'failed',
] as const
export type ImportAction = (typeof importActions)[number]

export const ImportRow = z.object({
  kind: z.enum(importKinds),
  name: z.string(),
  action: z.enum(importActions),
  /** What is to be known about it; empty where nothing is. */
  why: z.string(),
  /** The way out of a failure. */
  fix: z.nullable(Fix),
})
export type ImportRow = z.infer<typeof ImportRow>
