import { useDeferredValue } from 'react'
import { useSearchParams } from 'react-router'
import type { Order } from './column.ts'
import { useTypedSearch } from './use-typed-search.ts'

export type TableState<F extends string> = {
  search: string
  /** The search, once the browser has time for it: filter with this one. */
  settledSearch: string
  /** The search of the address, which follows when one pauses: ask the server for this one. */
  askedSearch: string
  order: Order
  /** Empty where a filter is not set. */
  filters: Record<F, string>
  /** Whether anything narrows the rows. */
  narrowed: boolean
  setSearch: (search: string) => void
  setOrder: (order: Order) => void
  setFilter: (name: F, value: string) => void
  clear: () => void
}

const orderOf = (written: string | null, fallback: Order): Order =>
  written ? { by: written.replace(/^-/, ''), descending: written.startsWith('-') } : fallback

/** Search, order and filters, kept in the address: `?q=web&sort=-cores&zone=north`. */
export function useTableState<F extends string = never>(
  fallback: Order,
  filterNames: readonly F[] = [],
): TableState<F> {
  const [params, setParams] = useSearchParams()
  const set = (changes: Record<string, string>) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace: true, preventScrollReset: true },
    )

  const search = useTypedSearch(params.get('q') ?? '', (text) => set({ q: text }))
  const settledSearch = useDeferredValue(search.typed)

  const filters = Object.fromEntries(
    filterNames.map((name) => [name, params.get(name) ?? '']),
  ) as Record<F, string>

  return {
    search: search.typed,
    settledSearch,
    askedSearch: params.get('q') ?? '',
    order: orderOf(params.get('sort'), fallback),
    filters,
    narrowed: search.typed !== '' || Object.values(filters).some((value) => value !== ''),
    setSearch: search.type,
    setOrder: ({ by, descending }) => set({ sort: descending ? `-${by}` : by }),
    setFilter: (name, value) => set({ [name]: value }),
    clear: () => {
      search.forget()
      set({ q: '', ...Object.fromEntries(filterNames.map((name) => [name, ''])) })
    },
  }
}
