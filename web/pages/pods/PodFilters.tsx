import type { Pod } from '../../../contract/pod.ts'
import type { TableState } from '../../table/use-table-state.ts'
import { Button } from '../../ui/Button.tsx'
import { SearchInput } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import {
  type PodFilterName,
  podFilterNames,
  podFilterOptions,
  podFilterTitles,
} from './pod-filters.ts'
import styles from './PodsPage.module.css'

type PodFiltersProps = { pods: readonly Pod[]; table: TableState<PodFilterName> }

export function PodFilters({ pods, table }: PodFiltersProps) {
  return (
    <>
      <div className={styles.search}>
        <SearchInput label="Search pods" value={table.search} onChange={table.setSearch} />
      </div>
      {podFilterNames.map((name) => (
        <Select
          key={name}
          className={styles.filter}
          aria-label={podFilterTitles[name]}
          options={[
            { value: '', label: `${podFilterTitles[name]}: any` },
            ...podFilterOptions(pods, name, table.filters[name]),
          ]}
          value={table.filters[name]}
          onChange={(event) => table.setFilter(name, event.target.value)}
        />
      ))}
      {table.narrowed ? (
        <Button variant="quiet" onClick={table.clear}>
          Clear
        </Button>
      ) : null}
    </>
  )
}
