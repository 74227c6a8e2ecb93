import type { FacetValue } from '../../../contract/machine-page.ts'

/** What a zone and a resource pool have in common. */
export type Group = { id: number; name: string; description: string }

/** How many of each are in it; undefined while that is not known. */
export type Members = { pods: number | undefined; machines: number | undefined }

/** The one that everything is in which is in no other; it cannot be deleted. */
export const isDefault = (group: Group) => group.name === 'default'

/** Counts by name of group. */
export function countBy<T>(items: readonly T[] | undefined, groupOf: (item: T) => string) {
  const counts = new Map<string, number>()
  for (const item of items ?? []) {
    const name = groupOf(item)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return (name: string) => (items ? (counts.get(name) ?? 0) : undefined)
}

/** The same of what the server counted. */
export function counted(values: readonly FacetValue[] | undefined) {
  const counts = new Map(values?.map(({ value, count }) => [value, count]))
  return (name: string) => (values ? (counts.get(name) ?? 0) : undefined)
}

/** "3 pods and 1 machine"; undefined when it is empty or not known. */
export function membersInWords({ pods = 0, machines = 0 }: Members): string | undefined {
  const parts = [
    pods > 0 && `${pods} ${pods === 1 ? 'pod' : 'pods'}`,
    machines > 0 && `${machines} ${machines === 1 ? 'machine' : 'machines'}`,
  ].filter(Boolean)
  return parts.length === 0 ? undefined : parts.join(' and ')
}
