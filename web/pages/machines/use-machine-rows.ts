import { useQueries, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { MachinePage, MachineSummary } from '../../../contract/machine-page.ts'
import type { RowWindow } from '../../table/DataTable.tsx'
import { followMachines } from './live-machines.ts'
import { machinePageQuery, type MachineListQuery, pageSize } from './machine-list.ts'

/** Rows around those in view that are fetched too, and how often others come into view at most. */
const around = 60
const restMs = 100

/** The rows of a query: those in view and some around them; the others are undefined. */
export function useMachineRows(query: MachineListQuery) {
  const { data: first } = useSuspenseQuery(machinePageQuery(query, 0))
  const { pages, rowWindow } = useRowWindow()
  const { total } = first
  const wanted = pages.filter((page) => page * pageSize < total)
  const results = useQueries({ queries: wanted.map((page) => machinePageQuery(query, page)) })
  const failed = results.find(({ error }) => error)
  const known = results.map(({ data }, index) => ({ page: wanted[index] ?? 0, data }))
  return {
    rows: placed([{ page: 0, data: first }, ...known], total),
    total,
    rowWindow,
    problem: failed?.error ?? undefined,
    retry: () => void failed?.refetch(),
  }
}

type KnownPage = { page: number; data: MachinePage | undefined }

function placed(pages: readonly KnownPage[], total: number): (MachineSummary | undefined)[] {
  const rows: (MachineSummary | undefined)[] = Array.from({ length: total })
  for (const { page, data } of pages) {
    for (const [index, item] of (data?.items ?? []).entries()) {
      const at = page * pageSize + index
      if (at < total) rows[at] = item
    }
  }
  return rows
}

/** Which pages are in view, beyond the first; and what keeps them true. */
function useRowWindow() {
  const [pages, setPages] = useState<readonly number[]>([])
  const live = useRef<ReturnType<typeof followMachines>>(undefined)
  useEffect(() => {
    const follower = followMachines()
    live.current = follower
    return follower.stop
  }, [])

  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef({ start: 0, end: 0 })
  useEffect(
    () => () => {
      clearTimeout(resting.current)
      resting.current = undefined
    },
    [],
  )

  const rowWindow = useMemo<RowWindow>(() => {
    const show = () => {
      const { start, end } = latest.current
      const from = Math.max(1, Math.floor((start - around) / pageSize))
      const to = Math.floor((end + around) / pageSize)
      const next = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
      setPages((old) => (old.join() === next.join() ? old : next))
    }
    return {
      // While one scrolls on and on, what flies by is left out.
      onView: (start, end) => {
        latest.current = { start, end }
        if (resting.current) return
        show()
        resting.current = setTimeout(() => {
          resting.current = undefined
          show()
        }, restMs)
      },
      onInside: (inside) => live.current?.hold(inside),
    }
  }, [])
  return { pages, rowWindow }
}
