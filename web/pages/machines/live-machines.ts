import type { Change } from '../../../contract/stream.ts'
import type { Output } from '../../../contract/endpoints.ts'
import { client, queryClient } from '../../api/client.ts'
import { onChange } from '../../api/stream.ts'

/** A host that comes back tells of each of its machines: one request for all of them. */
const gatherMs = 50
/** Pages are asked for no more often than this. */
const calmMs = 1000
const mostIds = 500

const pages = ['machinePage'] as const

/**
 * Keeps the pages of machines that are on the screen true. At rest a change has them fetched anew. While they are held,
 * because somebody points at a row, or while one change follows another, only the rows that changed are put in their
 * places; their order follows later.
 */
export function followMachines() {
  const changed = new Set<string>()
  let all = false
  let due = false
  let held = false
  let gathering: ReturnType<typeof setTimeout> | undefined
  let calming: ReturnType<typeof setTimeout> | undefined

  const settle = () => {
    if (!due || held || calming) return
    due = false
    calming = setTimeout(() => {
      calming = undefined
      settle()
    }, calmMs)
    void queryClient.invalidateQueries({ queryKey: pages })
  }

  const gather = () => {
    gathering = undefined
    const shown = shownIds()
    const ids = all ? shown : shown.filter((id) => changed.has(id))
    changed.clear()
    all = false
    due = true
    // What cannot be fetched now is fetched with the pages.
    if (held || calming) refetchRows(ids).catch(() => {})
    settle()
  }

  const stop = onChange(({ topic, action, key }: Change) => {
    if (topic === 'machine') changed.add(key)
    // Rows carry the names of their pod, zone and pool, and whether their host is there.
    else if (action !== 'created') all = true
    else return
    gathering ??= setTimeout(gather, gatherMs)
  })

  return {
    /** While it is true, no row changes places. */
    hold: (inside: boolean) => {
      held = inside
      settle()
    },
    stop: () => {
      stop()
      clearTimeout(gathering)
      clearTimeout(calming)
    },
  }
}

type Page = Output<'machinePage'>

const shownIds = () => {
  const shown = queryClient.getQueriesData<Page>({ queryKey: pages, type: 'active' })
  return shown.flatMap(([, page]) => page?.items.map(({ system_id }) => system_id) ?? [])
}

async function refetchRows(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { items } = await client.machinePage({ id: ids.slice(0, mostIds), limit: mostIds })
  const fresh = new Map(items.map((item) => [item.system_id, item]))
  queryClient.setQueriesData<Page>(
    { queryKey: pages, type: 'active' },
    (page) =>
      page && { ...page, items: page.items.map((item) => fresh.get(item.system_id) ?? item) },
  )
}
