import type { Machine } from '../../../contract/machine.ts'
import type { Option } from '../../ui/Select.tsx'

/** What machines can be narrowed by, in the order of the toolbar; the names are those in the address. */
const facets = {
  pod: { label: 'pods', of: (machine: Machine) => machine.pod?.name ?? '' },
  zone: { label: 'zones', of: (machine: Machine) => machine.zone.name },
  pool: { label: 'resource pools', of: (machine: Machine) => machine.pool.name },
  power: { label: 'power states', of: (machine: Machine) => machine.power_state },
  status: { label: 'statuses', of: (machine: Machine) => machine.status_name },
} as const

export type Facet = keyof typeof facets
export const facetNames = Object.keys(facets) as Facet[]

export const testsFor = (filters: Record<Facet, string>) =>
  facetNames
    .filter((name) => filters[name] !== '')
    .map((name) => (machine: Machine) => facets[name].of(machine) === filters[name])

/** "All pods", then each that occurs, and the chosen one even where it occurs no more. */
export function optionsFor(name: Facet, machines: readonly Machine[], chosen: string): Option[] {
  const { label, of } = facets[name]
  const values = new Set(machines.map(of).concat(chosen))
  values.delete('')
  return [
    { value: '', label: `All ${label}` },
    ...[...values].toSorted().map((value) => ({ value, label: value })),
  ]
}

export const facetLabel = (name: Facet) => `Filter by ${name}`
