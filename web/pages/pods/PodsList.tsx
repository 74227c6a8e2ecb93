import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { Pod } from '../../../contract/pod.ts'
import { arrangeRows } from '../../table/arrange.ts'
import { DataTable } from '../../table/DataTable.tsx'
import { downloadCsv } from '../../table/download-csv.ts'
import { useTableState } from '../../table/use-table-state.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader, Toolbar } from '../../ui/PageHeader.tsx'
import { podColumns } from './pod-columns.tsx'
import { podCsvColumns } from './pod-csv.ts'
import { podFilterNames, podSearchText, podTests } from './pod-filters.ts'
import { PodBulkActions } from './PodBulkActions.tsx'
import { PodFailures } from './PodFailures.tsx'
import { PodFilters } from './PodFilters.tsx'
import { usePodRefresh } from './use-pod-refresh.ts'

const byName = { by: 'name', descending: false }

/** All pods: search, filters, order and selection. */
export function PodsList({ pods, addPod }: { pods: readonly Pod[]; addPod: ReactNode }) {
  const table = useTableState(byName, podFilterNames)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const refresh = usePodRefresh()
  const columns = useMemo(() => podColumns(refresh.jobs), [refresh.jobs])
  const rows = arrangeRows(useDeferredValue(pods), {
    columns,
    order: table.order,
    search: table.settledSearch,
    searchText: podSearchText,
    filters: podTests(table.filters),
  })
  // What is filtered away, or deleted elsewhere, is not acted upon.
  const chosen = rows.filter((pod) => selected.has(String(pod.id)))
  return (
    <>
      <PageHeader
        title="Pods"
        actions={
          chosen.length === 0 ? (
            <>
              <Link to="/pods/room" className={buttonClass()}>
                Where would they fit?
              </Link>
              {addPod}
            </>
          ) : (
            <PodBulkActions pods={chosen} refresh={refresh} />
          )
        }
      />
      <PodFailures pods={pods} refresh={refresh} />
      <Toolbar
        end={
          <Button icon="download" onClick={() => downloadCsv('pods', podCsvColumns, rows)}>
            Export CSV
          </Button>
        }
      >
        <PodFilters pods={pods} table={table} />
      </Toolbar>
      <DataTable
        label="Pods"
        double
        columns={columns}
        rows={rows}
        rowKey={(pod) => String(pod.id)}
        rowName={(pod) => pod.name}
        order={table.order}
        onOrder={table.setOrder}
        selection={{ keys: new Set(chosen.map((pod) => String(pod.id))), onChange: setSelected }}
        empty={
          <EmptyState
            title="No pod matches."
            action={<Button onClick={table.clear}>Show all {pods.length} pods</Button>}
          />
        }
      />
    </>
  )
}
