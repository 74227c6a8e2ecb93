import { useDeferredValue, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { parseSearch } from '../../../contract/rules/search.ts'
import { useTableState } from '../../table/use-table-state.ts'
import { machineOrder } from './columns.tsx'
import { facetNames } from './filters.ts'
import { machineListQuery, type MachineListQuery } from './machine-list.ts'
import { useMachineRows } from './use-machine-rows.ts'
import { useMachineSelection } from './use-machine-selection.ts'

export type MachineList = ReturnType<typeof useMachineList>

/**
 * The machines that the address asks for, within what is fixed. While other ones are on their way, those before stay;
 * a search that cannot be read changes nothing and says why.
 */
export function useMachineList(fixed?: MachineListQuery) {
  const table = useTableState(machineOrder, facetNames)
  const [params] = useSearchParams()
  const parsed = parseSearch(table.askedSearch)
  const [readable, setReadable] = useState(parsed.ok ? table.askedSearch : '')
  if (parsed.ok && readable !== table.askedSearch) setReadable(table.askedSearch)

  const asked = JSON.stringify(machineListQuery(params, fixed, readable))
  const settled = useDeferredValue(asked)
  const query = useMemo(() => JSON.parse(settled) as MachineListQuery, [settled])

  const found = useMachineRows(query)
  return {
    ...found,
    table,
    query,
    /** The rows are those of an earlier question. */
    pending: asked !== settled,
    searchProblem: parsed.ok ? undefined : parsed.message,
    chosen: useMachineSelection(query, found.rows),
  }
}
