import type { Input } from '../../contract/endpoints.ts'
import type { Pod } from '../../contract/pod.ts'
import { parseRatio } from '../../contract/rules/overcommit.ts'

/** The configuration as it stands on the screen. */
export type PodEditValues = {
  zone: string
  pool: string
  tags: string
  power_address: string
  power_pass: string
  remove_password: boolean
  cpu_over_commit_ratio: string
  memory_over_commit_ratio: string
  default_storage_pool: string
}

export const podEditValues = (pod: Pod): PodEditValues => ({
  zone: pod.zone.name,
  pool: pod.pool.name,
  tags: pod.tags.join(', '),
  power_address: pod.podyard.power_address,
  // Never sent to the browser.
  power_pass: '',
  remove_password: false,
  cpu_over_commit_ratio: String(pod.cpu_over_commit_ratio),
  memory_over_commit_ratio: String(pod.memory_over_commit_ratio),
  default_storage_pool: pod.podyard.default_storage_pool ?? '',
})

export type PodChanges = Omit<Input<'podUpdate'>, 'id'>

const plain = ['zone', 'pool', 'tags', 'power_address', 'default_storage_pool'] as const
const ratios = ['cpu_over_commit_ratio', 'memory_over_commit_ratio'] as const

/** What was changed and that alone: whoever edits the rest at the same time keeps their changes. */
export function podChanges(base: PodEditValues, values: PodEditValues): PodChanges {
  const changes: PodChanges = {}
  for (const name of plain) {
    const value = values[name].trim()
    if (value !== base[name]) changes[name] = value
  }
  for (const name of ratios) {
    const ratio = parseRatio(values[name])
    if (ratio.ok && String(ratio.value) !== base[name]) changes[name] = ratio.value
  }
  if (values.power_pass !== '') changes.power_pass = values.power_pass
  else if (values.remove_password) changes.power_pass = ''
  return changes
}

/** Whether saving them means to reach the host anew. */
export const reconnects = ({ power_address, power_pass }: PodChanges) =>
  power_address !== undefined || power_pass !== undefined

const labels: Partial<Record<keyof PodEditValues, string>> = {
  zone: 'Zone',
  pool: 'Resource pool',
  tags: 'Tags',
  power_address: 'Virsh address',
  cpu_over_commit_ratio: 'CPU over commit',
  memory_over_commit_ratio: 'Memory over commit',
  default_storage_pool: 'Default storage pool',
}

export type Meanwhile = { name: keyof PodEditValues; label: string; value: string }

/** What somebody else changed since editing began. */
export function changedMeanwhile(base: PodEditValues, now: PodEditValues): Meanwhile[] {
  return [...plain, ...ratios].flatMap((name) =>
    base[name] === now[name] ? [] : [{ name, label: labels[name] ?? name, value: now[name] }],
  )
}

/** A storage pool goes by its name. */
export function inWords({ name, value }: Meanwhile, pod: Pod): string {
  if (name !== 'default_storage_pool') return value
  return pod.podyard.storage_pools.find(({ id }) => id === value)?.name ?? value
}
