import type { ImportAction, ImportRow } from '../../../contract/bundle.ts'
import { CopyField } from '../../ui/Copy.tsx'
import { StatusDot, type StatusTone } from '../../ui/StatusDot.tsx'
import styles from './ImportRows.module.css'

const kinds: Record<ImportRow['kind'], string> = {
  zone: 'Zone',
  resource_pool: 'Resource pool',
  tag: 'Tag',
  pod: 'Pod',
  machine: 'Machine',
}

/** In the order in which they matter. */
const actions: Record<ImportAction, { tone: StatusTone; words: string; counted: string }> = {
  failed: { tone: 'negative', words: 'Failed', counted: 'failed' },
  cannot: { tone: 'caution', words: 'Cannot be brought', counted: 'cannot be brought' },
  create: { tone: 'positive', words: 'Will be made', counted: 'to be made' },
  update: { tone: 'positive', words: 'Will be changed', counted: 'to be changed' },
  created: { tone: 'positive', words: 'Made', counted: 'made' },
  updated: { tone: 'positive', words: 'Changed', counted: 'changed' },
  exists: { tone: 'idle', words: 'Exists', counted: 'exist already' },
}

/** `3 to be made, 2 cannot be brought` */
export const summary = (rows: readonly ImportRow[]) =>
  Object.entries(actions)
    .map(([action, { counted }]) => ({
      counted,
      count: rows.filter((row) => row.action === action).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ counted, count }) => `${count} ${counted}`)
    .join(', ')

/** More than anybody reads; what needs a reader comes first. */
const mostRows = 500

/** What becomes of each thing, and why: those that need somebody first. */
export function ImportRows({ rows }: { rows: readonly ImportRow[] }) {
  const rank = Object.keys(actions)
  const sorted = rows.toSorted((a, b) => rank.indexOf(a.action) - rank.indexOf(b.action))
  const hidden = sorted.length - mostRows
  return (
    <>
      <table className={styles.table} aria-label="Import">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Kind</th>
            <th scope="col">Result</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {keyed(sorted.slice(0, mostRows)).map(({ key, row }) => (
            <Row key={key} row={row} />
          ))}
        </tbody>
      </table>
      {hidden > 0 ? <p className={styles.more}>{hidden} more are not shown.</p> : null}
    </>
  )
}

/** Two machines may have one name. */
function keyed(rows: readonly ImportRow[]) {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const name = `${row.kind} ${row.name}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return { key: `${name} ${count}`, row }
  })
}

function Row({ row }: { row: ImportRow }) {
  const { tone, words } = actions[row.action]
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <td className={styles.kind}>{kinds[row.kind]}</td>
      <td>
        <StatusDot tone={tone}>{words}</StatusDot>
      </td>
      <td className={styles.why}>
        {row.why === '' ? null : <p>{row.why}</p>}
        {row.fix ? <p>{row.fix.text}</p> : null}
        {row.fix?.command ? (
          <CopyField text={row.fix.command} what="command" icon="terminal" wrap />
        ) : null}
      </td>
    </tr>
  )
}
