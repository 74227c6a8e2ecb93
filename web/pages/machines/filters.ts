import type { FacetName, FacetValue } from '../../../contract/machine-page.ts'
import type { Option } from '../../ui/Select.tsx'

/** What machines can be narrowed by, in the order of the toolbar; the names are those in the address. */
const facets = {
  pod: { label: 'pods', parameter: 'pod' },
  zone: { label: 'zones', parameter: 'zone' },
  pool: { label: 'resource pools', parameter: 'pool' },
  power: { label: 'power states', parameter: 'power_state' },
  status: { label: 'statuses', parameter: 'status' },
  owner: { label: 'owners', parameter: 'owner' },
  tag: { label: 'tags', parameter: 'tag' },
} as const satisfies Record<string, { label: string; parameter: FacetName }>

export type Facet = keyof typeof facets
export const facetNames = Object.keys(facets) as Facet[]

export const facetLabel = (name: Facet) => `Filter by ${name}`

/** What the server calls it. */
export const facetParameter = Object.fromEntries(
  facetNames.map((name) => [name, facets[name].parameter]),
) as Record<Facet, FacetName>

/** In the address, where an empty value is none: machines that nobody holds. As in the search. */
const nobody = '""'

export const valueAsked = (name: Facet, value: string) =>
  name === 'owner' && value === nobody ? '' : value

/** "All pods", then each that occurs and how often, and the chosen one even where it occurs no more. */
export function optionsFor(name: Facet, counted: readonly FacetValue[], chosen: string): Option[] {
  const options = counted.map(({ value, count }) => ({
    value: name === 'owner' && value === '' ? nobody : value,
    label: `${value === '' ? 'Nobody' : value} (${count})`,
  }))
  const gone = chosen !== '' && options.every(({ value }) => value !== chosen)
  return [
    { value: '', label: `All ${facets[name].label}` },
    ...options,
    ...(gone ? [{ value: chosen, label: `${chosen === nobody ? 'Nobody' : chosen} (0)` }] : []),
  ]
}
