/** Composing a machine: what is asked for, and what a pod has room for. */
import * as z from 'zod/mini'
import { choice, doc, flag, looseText, repeated, text, wholeNumber } from './fields.ts'

/** Boot firmware of a machine. */
export const firmwares = ['bios', 'uefi'] as const
export const Firmware = z.enum(firmwares)
export type Firmware = z.infer<typeof Firmware>

/** The steps of composing a machine, in order. A refusal by the host names the one that failed. */
export const composeSteps = ['connect', 'volumes', 'define', 'verify', 'autostart'] as const
export const ComposeStep = z.enum(composeSteps)
export type ComposeStep = z.infer<typeof ComposeStep>

/** What each step is called on the screen. */
export const composeStepTitles: Record<ComposeStep, string> = {
  connect: 'Reach the host',
  volumes: 'Create the disks',
  define: 'Define the machine',
  verify: 'Check what the host made of it',
  autostart: 'Start it with the host',
}

const anyNumber = (min = 0) => wholeNumber(min, 2 ** 31 - 1)

/** MAAS's grammar, see `rules/constraints.ts`. */
const constraint = (description: string) => z.optional(doc(looseText(10_000), description))

const groupId = (of: string) => z.optional(doc(anyNumber(), `ID of the ${of}. Default: the pod’s.`))

/** `0-3,8` or a list of such texts, as MAAS 3 and libvirt write sets of cores. */
const coreSet = () =>
  z.pipe(
    repeated(),
    z.transform((texts, context): number[] => {
      const cores = texts
        .flatMap((each) => each.split(','))
        .map((each) => each.trim())
        .filter(Boolean)
        .flatMap(coresOf)
      if (cores.includes(Number.NaN)) {
        const message = 'Enter numbers of host cores, separated by commas.'
        context.issues.push({ code: 'custom', input: texts, message })
      }
      return [...new Set(cores)].sort((a, b) => a - b)
    }),
  )

/** No host has more; and a range must not fill the memory. */
const mostCores = 4096

function coresOf(range: string): number[] {
  const [, first, last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(range) ?? []
  const [from, to] = [Number(first), Number(last)]
  if (!(from <= to) || to >= mostCores) return [Number.NaN]
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

const size = {
  cores: z.optional(doc(anyNumber(1), 'Number of cores. Default: 1.')),
  memory: z.optional(doc(anyNumber(1024), 'Memory in MiB. Default: 2048.')),
  storage: constraint(
    'Disks as [LABEL:]SIZE[(TAG,TAG...)], separated by commas; sizes in GB (1000^3 bytes). A tag that names a storage pool puts the disk there. Default: root:8.',
  ),
}

export const PodCompose = z.object({
  ...size,
  cpu_speed: z.optional(doc(anyNumber(300), 'Least CPU speed of the host in MHz.')),
  architecture: z.optional(doc(text(), 'One of the pod’s architectures. Default: its first.')),
  hostname: z.optional(doc(text(63), 'Hostname of the machine. Default: two words.')),
  domain: z.optional(doc(anyNumber(), 'ID of the DNS domain. Default: 0, the only one.')),
  zone: groupId('zone'),
  pool: groupId('resource pool'),
  interfaces: constraint(
    'Interfaces as LABEL:KEY=VALUE[,KEY=VALUE], separated by semicolons. Keys: network, bridge, macvtap (a device of the host) or name (any of these), mode of a macvtap, mac. Default: one on the network maas, else default.',
  ),
  skip_commissioning: z.optional(doc(flag(), 'Make it ready at once. Default: false.')),
  pinned_cores: z.optional(
    doc(coreSet(), 'Cores of the host to run on, one each: 0-3,8. Takes the place of cores.'),
  ),
  hugepages_backed: z.optional(doc(flag(), 'Take its memory from huge pages. Default: false.')),
  firmware: z.optional(doc(choice(firmwares), 'What it boots with: bios or uefi. Default: bios.')),
})

export const PodComposed = z.object({ system_id: z.string(), resource_uri: z.string() })

/** What stops the next machine of a size: the host itself is smaller, or what ran out. */
export const RoomBound = z.enum(['host', 'cores', 'memory', 'storage', 'unknown'])
export type RoomBound = z.infer<typeof RoomBound>

export const CapacityRead = z.object({
  ...size,
  count: z.optional(doc(wholeNumber(1, 10_000), 'How many machines are to be placed. Default: 1.')),
  pod: z.optional(doc(repeated(), 'Only the pod with this ID; may be repeated. Default: all.')),
})

/** What one pod has room for. */
export const PodRoom = z.object({
  id: z.int(),
  name: z.string(),
  /** How many more machines of the size it takes. */
  room: z.int(),
  bound: RoomBound,
  /** Why it takes no more, in a sentence. */
  reason: z.string(),
  /** How many of those that were asked for would go here. */
  placed: z.int(),
})
export type PodRoom = z.infer<typeof PodRoom>

export const Capacity = z.object({
  /** As asked. */
  count: z.int(),
  /** How many of them find a place. */
  placed: z.int(),
  /** In the order in which the composer fills them. */
  pods: z.array(PodRoom),
})
export type Capacity = z.infer<typeof Capacity>
