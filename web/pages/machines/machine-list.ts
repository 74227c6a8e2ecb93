/** What the table of machines asks the server for. */
import { ApiError } from '../../../contract/client.ts'
import type { Input } from '../../../contract/endpoints.ts'
import type { MachineSummary } from '../../../contract/machine-page.ts'
import { parseSearch } from '../../../contract/rules/search.ts'
import { client } from '../../api/client.ts'
import { apiQuery } from '../../api/query.ts'
import { facetParameter, facetNames, valueAsked } from './filters.ts'

export type MachineListQuery = Omit<NonNullable<Input<'machinePage'>>, 'limit' | 'offset'>

/** Rows of one request while one scrolls. */
export const pageSize = 100

export const machinePageQuery = (query: MachineListQuery, page: number) =>
  apiQuery('machinePage', { ...query, limit: pageSize, offset: page * pageSize })

export const withoutOrder = ({ sort: _sort, ...filters }: MachineListQuery) => filters

export const machineFacetsQuery = (query: MachineListQuery) =>
  apiQuery('machineFacets', withoutOrder(query))

const readable = (search: string) => (parseSearch(search).ok ? search : '')

/** The address as a query; a search that cannot be read is left out, or another one stands for it. */
export function machineListQuery(
  params: URLSearchParams,
  fixed: MachineListQuery = {},
  search = readable(params.get('q') ?? ''),
): MachineListQuery {
  const filters = facetNames.flatMap((name) => {
    const value = params.get(name)
    return value ? [[facetParameter[name], valueAsked(name, value)]] : []
  })
  const sort = params.get('sort')
  return {
    ...(Object.fromEntries(filters) as MachineListQuery),
    ...(search !== '' && { q: search }),
    ...(sort && { sort }),
    ...fixed,
  }
}

const most = 10_000
const perRequest = 1000

/** Every machine that the query finds, up to 10,000. */
export async function fetchMachines(query: MachineListQuery): Promise<MachineSummary[]> {
  const found: MachineSummary[] = []
  for (let offset = 0; offset < most; offset += perRequest) {
    const { items, total } = await client.machinePage({ ...query, limit: perRequest, offset })
    found.push(...items)
    if (items.length === 0 || found.length >= total) break
  }
  return found
}

/** Why a request failed, for a line that says what it was for. */
export const wordsOf = (error: unknown) => (error instanceof ApiError ? error.problem.message : '')
