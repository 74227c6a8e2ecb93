/** Machines as long tables show them: one slim row for each, page by page. An addition of ours. */
import * as z from 'zod/mini'
import { doc, looseText, repeated, text, timestamp, wholeNumber } from './fields.ts'
import { DomainState, Machine, MachineFilters, PowerState, powerStateNames } from './machine.ts'
import { parseSearch, statusOf, type Term, unknownPower, unknownStatus } from './rules/search.ts'

/** What a row shows and what decides about actions on it. */
export const MachineSummary = z.object({
  system_id: z.string(),
  hostname: z.string(),
  fqdn: z.string(),
  status: z.int(),
  status_name: z.string(),
  status_message: z.string(),
  power_state: PowerState,
  domain_state: DomainState,
  locked: z.boolean(),
  /** User name; empty when nobody holds it. */
  owner: z.string(),
  creation: Machine.shape.podyard.shape.creation,
  cpu_count: z.number(),
  /** MiB */
  memory: z.number(),
  /** MB (1000^2) of all disks whose size is known. */
  storage: z.number(),
  disk_count: z.int(),
  /** Disks whose size nobody can tell. */
  unknown_disk_count: z.int(),
  mac_addresses: z.array(z.string()),
  ip_addresses: z.array(z.string()),
  tag_names: z.array(z.string()),
  /** Names. */
  zone: z.string(),
  pool: z.string(),
  pod: z.object({ id: z.int(), name: z.string() }),
  osystem: z.string(),
  distro_series: z.string(),
  /** Whether the host is connected, and these facts therefore live. */
  live: z.boolean(),
  /** When the host last told us about it. */
  last_seen: timestamp(),
})
export type MachineSummary = z.infer<typeof MachineSummary>

/** What machines may be ordered by; what is unknown comes last, either way. */
export const machineSorts = [
  'fqdn',
  'mac',
  'power',
  'status',
  'owner',
  'pod',
  'zone',
  'pool',
  'cores',
  'ram',
  'disks',
  'storage',
] as const
export type MachineSort = (typeof machineSorts)[number]

export type MachineOrder = { by: MachineSort; descending: boolean }

/** Repeated values of a closed list; `problem` says what is wrong with one. */
const repeatedOf = <T>(
  read: (value: string) => T | undefined,
  problem: (value: string) => string,
) =>
  z.pipe(
    repeated(),
    z.transform((values, context): T[] =>
      values.flatMap((value) => {
        const known = read(value)
        if (known !== undefined) return [known]
        context.issues.push({ code: 'custom', input: values, message: problem(value) })
        return []
      }),
    ),
  )

const search = z.pipe(
  looseText(1000),
  z.transform((value, context): Term[] => {
    const parsed = parseSearch(value)
    if (parsed.ok) return parsed.terms
    context.issues.push({ code: 'custom', input: value, message: parsed.message })
    return []
  }),
)

const power = (value: string) => powerStateNames.find((name) => name === value.toLowerCase())

/** What narrows machines: MAAS's own filters, and ours. */
const { limit: _limit, offset, ...own } = MachineFilters.shape

const narrowing = {
  ...own,
  status: z.optional(
    doc(
      repeatedOf(statusOf, unknownStatus),
      'Only this status, by name or number; may be repeated.',
    ),
  ),
  power_state: z.optional(
    doc(repeatedOf(power, unknownPower), 'Only on, off, error or unknown; may be repeated.'),
  ),
  owner: z.optional(
    doc(repeated(), 'Only machines of this user; empty: of nobody. May be repeated.'),
  ),
  tag: z.optional(doc(repeated(), 'Only machines with this tag; may be repeated: any of them.')),
  q: z.optional(
    doc(
      search,
      'Words and field:value, all to be met, as in: web status:ready mem:>=4GiB !tag:old',
    ),
  ),
}

const order = z.pipe(
  text(),
  z.transform((value, context): MachineOrder => {
    const by = machineSorts.find((name) => name === value.replace(/^-/, ''))
    if (by !== undefined) return { by, descending: value.startsWith('-') }
    const message = `Select a valid choice. ${value} is not one of the available choices.`
    context.issues.push({ code: 'custom', input: value, message })
    return { by: 'fqdn', descending: false }
  }),
)

const sort = z.optional(
  doc(
    order,
    `What to order by: ${machineSorts.join(', ')}; with - in front the other way round. Default: fqdn.`,
  ),
)

export const MachineNarrowing = z.object(narrowing)

export const MachineListInput = z.object({ ...MachineFilters.shape, ...narrowing, sort })

export const MachinePageInput = z.object({
  ...narrowing,
  sort,
  limit: z.optional(doc(wholeNumber(1, 1000), 'At most so many machines. Default: 100.')),
  offset,
})

export const MachinePage = z.object({
  items: z.array(MachineSummary),
  /** How many machines meet the filters. */
  total: z.int(),
  /** Grows with every change of anything: pages of different versions may not fit each other. */
  version: z.int(),
})
export type MachinePage = z.infer<typeof MachinePage>

/** Most machines that a client may choose at once. */
export const mostIds = 10_000

export const MachineIdsInput = z.object({ ...narrowing, sort })

export const MachineIds = z.object({
  /** The first 10,000, in order. */
  ids: z.array(z.string()),
  total: z.int(),
})

/** One value that machines have, and how many have it. */
export const FacetValue = z.object({ value: z.string(), count: z.int() })
export type FacetValue = z.infer<typeof FacetValue>

/** Each counted under all filters but its own: what one would get by choosing another value. */
export const MachineFacets = z.object({
  pod: z.array(FacetValue),
  zone: z.array(FacetValue),
  pool: z.array(FacetValue),
  power_state: z.array(FacetValue),
  status: z.array(FacetValue),
  owner: z.array(FacetValue),
  tag: z.array(FacetValue),
})
export type MachineFacets = z.infer<typeof MachineFacets>
export type FacetName = keyof MachineFacets
