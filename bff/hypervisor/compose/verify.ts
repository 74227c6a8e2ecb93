import type { MachineFacts } from '../../facts.ts'
import type { DiskSource } from './domain-xml.ts'
import type { MachinePlan } from './port.ts'

/** In words, where what the host has is not what was planned; empty where it is. */
export function differences(
  plan: MachinePlan,
  disks: readonly DiskSource[],
  facts: MachineFacts,
): string[] {
  const pairs: [string, unknown, unknown][] = [
    ['name', plan.name, facts.name],
    ['cores', plan.cores, facts.cores],
    ['memory in MiB', plan.memoryMiB, facts.memoryMiB],
    ['disks', disks.map(({ name, path }) => `${name} ${path}`), facts.disks.map(shownDisk)],
    ['interfaces', plan.interfaces.map(shownPlan), facts.interfaces.map(shownInterface)],
  ]
  return pairs
    .map(([what, wanted, found]) => [what, String(wanted), String(found)] as const)
    .filter(([, wanted, found]) => wanted !== found)
    .map(
      ([what, wanted, found]) => `${what}: asked for ${wanted || 'none'}, got ${found || 'none'}`,
    )
}

const shownDisk = ({ name, source }: MachineFacts['disks'][number]) => `${name} ${source}`

const shownPlan = ({ mac, to: { kind, name } }: MachinePlan['interfaces'][number]) =>
  `${mac} ${kind === 'macvtap' ? 'direct' : kind} ${name}`

const shownInterface = ({ mac_address, type, source }: MachineFacts['interfaces'][number]) =>
  `${mac_address} ${type} ${source}`
