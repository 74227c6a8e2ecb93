import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from '../../ui/Select.tsx'
import { facetLabel, type Facet, facetParameter, optionsFor } from './filters.ts'
import { machineFacetsQuery } from './machine-list.ts'
import type { MachineList } from './use-machine-list.ts'

type MachineFiltersProps = { list: MachineList; names: readonly Facet[] }

/** A drop-down for each, with how many machines there are of every value. */
export function MachineFilters({ list: { query, table }, names }: MachineFiltersProps) {
  const facets = useQuery({
    ...machineFacetsQuery(query),
    placeholderData: keepPreviousData,
  }).data
  return names.map((name) => (
    <Select
      key={name}
      aria-label={facetLabel(name)}
      options={optionsFor(name, facets?.[facetParameter[name]] ?? [], table.filters[name])}
      value={table.filters[name]}
      onChange={(event) => table.setFilter(name, event.target.value)}
    />
  ))
}
