import { Link } from 'react-router'
import type { MachineLink } from '../../../contract/storage.ts'

const shown = 2

/** "web, db and 4 more", each a link; a domain that is no machine here has none. */
export function MachineLinks({ machines }: { machines: readonly MachineLink[] }) {
  const more = machines.length - shown
  return (
    <span title={machines.map(({ hostname }) => hostname).join(', ')}>
      {machines.slice(0, shown).map(({ system_id, hostname }, index) => (
        <span key={hostname}>
          {index === 0 ? '' : ', '}
          {system_id === null ? hostname : <Link to={`/machines/${system_id}`}>{hostname}</Link>}
        </span>
      ))}
      {more > 0 ? ` and ${more} more` : null}
    </span>
  )
}
