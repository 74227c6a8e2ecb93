import { useEffect, useState } from 'react'
import type { MachineSummary } from '../../../contract/machine-page.ts'
import { onChange } from '../../api/stream.ts'
import { toast } from '../../stores/announcements.ts'
import type { Selection } from '../../table/DataTable.tsx'
import { fetchMachines, type MachineListQuery, withoutOrder, wordsOf } from './machine-list.ts'

type Picked = ReadonlyMap<string, MachineSummary>

/** Which machines are selected, on the screen or not, with the latest that is known of each. */
export function useMachineSelection(
  query: MachineListQuery,
  rows: readonly (MachineSummary | undefined)[],
) {
  const filters = withoutOrder(query)
  const [picked, setPicked] = useState<Picked>(new Map())
  const [fetching, setFetching] = useState(false)
  const narrowing = JSON.stringify(filters)
  const [under, setUnder] = useState(narrowing)
  // What is filtered away is not acted upon.
  if (under !== narrowing) {
    setUnder(narrowing)
    setPicked(new Map())
  }
  useEffect(
    () =>
      onChange(({ topic, action, key }) => {
        if (topic === 'machine' && action === 'deleted') setPicked((old) => without(old, key))
      }),
    [],
  )

  const shown = picked.size === 0 ? new Map<string, MachineSummary>() : byId(rows)
  const keep = (keys: ReadonlySet<string>) => {
    const known = byId(rows)
    setPicked((old) => {
      const kept = [...keys].flatMap((key) => known.get(key) ?? old.get(key) ?? [])
      return byId(kept)
    })
  }
  const selectAll = async () => {
    if (rows.every(Boolean)) return setPicked(byId(rows))
    setFetching(true)
    try {
      setPicked(byId(await fetchMachines(filters)))
    } catch (error) {
      toast(`The machines were not selected. ${wordsOf(error)}`, 'negative')
    }
    setFetching(false)
  }

  const selection: Selection = {
    keys: new Set(picked.keys()),
    onChange: keep,
    everything: { count: rows.length, select: () => void selectAll() },
  }
  return {
    machines: [...picked.values()].map((machine) => shown.get(machine.system_id) ?? machine),
    fetching,
    selection,
    selectAll,
    clear: () => setPicked(new Map()),
  }
}

const byId = (machines: readonly (MachineSummary | undefined)[]): Map<string, MachineSummary> =>
  new Map(machines.flatMap((machine) => (machine ? [[machine.system_id, machine] as const] : [])))

function without(picked: Picked, key: string): Picked {
  if (!picked.has(key)) return picked
  const rest = new Map(picked)
  rest.delete(key)
  return rest
}
