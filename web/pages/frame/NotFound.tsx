import { Link } from 'react-router'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'

/** For an address that leads nowhere, and for a thing that is gone. */
export function NotFound() {
  usePageTitle('Not found')
  return (
    <>
      <h1 className="visually-hidden" tabIndex={-1}>
        Not found
      </h1>
      <EmptyState
        title="There is nothing at this address."
        action={
          <Link className={buttonClass('neutral')} to="/pods">
            Go to pods
          </Link>
        }
      >
        It may have been deleted or renamed, or the address is mistyped.
      </EmptyState>
    </>
  )
}
