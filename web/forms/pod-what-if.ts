/** What a ratio would do to a pod, in words. The arithmetic is the server's own. */
import type { Pod } from '../../contract/pod.ts'
import {
  capacity,
  type Capacity,
  parseRatio,
  type Room,
  roomFor,
  type Size,
} from '../../contract/rules/overcommit.ts'
import { numbersOf } from '../../contract/rules/room.ts'
import { gibFromMib, upToOneDecimal } from '../util/units.ts'

export type Resource = 'cpu' | 'memory'

/** A machine as one composes it most often; what fits is told in such machines. */
export const typicalSize: Size = { cores: 2, memoryMiB: 4096 }

const physicalOf = (pod: Pod, resource: Resource) =>
  resource === 'cpu' ? pod.total.cores : pod.total.memory

const allocatedOf = (pod: Pod, resource: Resource) =>
  resource === 'cpu' ? pod.used.cores : pod.used.memory

/** What the pod holds at the ratio as typed; null while it is no ratio. */
export function whatIf(pod: Pod, resource: Resource, text: string): Capacity | null {
  const ratio = parseRatio(text)
  return ratio.ok
    ? capacity(physicalOf(pod, resource), ratio.value, allocatedOf(pod, resource))
    : null
}

/** Cores as they are, MiB as GiB. */
export const amountOf = (resource: Resource, amount: number) =>
  resource === 'cpu' ? upToOneDecimal(amount) : `${upToOneDecimal(gibFromMib(amount))} GiB`

/** "8 physical CPU cores × 0.5 = 4 virtual CPU cores" */
export function formula(resource: Resource, { physical, ratio, limit }: Capacity): string {
  const amount = (value: number) => amountOf(resource, value)
  return resource === 'cpu'
    ? `${amount(physical)} physical CPU cores × ${ratio} = ${amount(limit)} virtual CPU cores`
    : `${amount(physical)} physical memory × ${ratio} = ${amount(limit)} virtual memory`
}

export type Consequence = { tone: 'negative' | 'caution' | 'info'; text: string }

/** What one should know before saving this ratio; the gravest alone. */
export function consequence(resource: Resource, held: Capacity): Consequence {
  const { physical, ratio, limit, free } = held
  if (ratio === 0) return { tone: 'caution', text: '0 forbids composing machines on this pod.' }
  if (free < 0) {
    const over = inWords(resource, -free)
    return {
      tone: 'negative',
      text: `${over} more than this limit ${over === '1 core' ? 'is' : 'are'} allocated. Machines keep running; none can be composed.`,
    }
  }
  if (limit < physical) {
    return { tone: 'info', text: `Keeps ${inWords(resource, physical - limit)} for the host.` }
  }
  if (ratio === 1) return { tone: 'info', text: 'No over commit.' }
  return resource === 'cpu'
    ? { tone: 'info', text: `${ratio} virtual cores share each physical one.` }
    : {
        tone: 'caution',
        text: 'More than physical memory: if machines use all of theirs at once, the host may stop some.',
      }
}

const inWords = (resource: Resource, amount: number) => {
  if (resource === 'memory') return amountOf(resource, amount)
  return `${upToOneDecimal(amount)} ${amount === 1 ? 'core' : 'cores'}`
}

/** "Room for 6 more machines of 2 cores and 4 GiB; memory is the limit." */
export function roomInWords(size: Size, { count, bound }: Room): string {
  const machine = `${size.cores} cores and ${upToOneDecimal(gibFromMib(size.memoryMiB))} GiB`
  if (bound === 'host') return `A machine of ${machine} is larger than this host.`
  const what = bound === 'cores' ? 'CPU cores run out first' : 'memory runs out first'
  return count === 0
    ? `No room for a machine of ${machine}: ${bound === 'cores' ? 'too few CPU cores' : 'too little memory'}.`
    : `Room for ${count} more of ${machine}; ${what}.`
}

/** What fits with the ratios as typed, and where that differs, what fits with those that are stored. */
export function roomText(pod: Pod, cpuText: string, memoryText: string): string | null {
  const cores = whatIf(pod, 'cpu', cpuText)
  const memory = whatIf(pod, 'memory', memoryText)
  if (!cores || !memory) return null
  const { cores: coresNow, memory: memoryNow } = numbersOf(pod)
  const room = roomFor(typicalSize, cores, memory)
  const now = roomFor(typicalSize, coresNow, memoryNow)
  const words = roomInWords(typicalSize, room)
  return room.count === now.count ? words : `${words} Before the change: ${now.count}.`
}
