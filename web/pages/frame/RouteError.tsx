import { isRouteErrorResponse, Link, useRevalidator, useRouteError } from 'react-router'
import { ApiError } from '../../../contract/client.ts'
import type { Problem } from '../../../contract/problem.ts'
import { queryClient } from '../../api/client.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { NotFound } from './NotFound.tsx'
import styles from './RouteError.module.css'

/** In the place of a page that could not be shown: cause, fix, retry, and what to quote. */
export function RouteError() {
  const error = useRouteError()
  return isNotFound(error) ? <NotFound /> : <Failure error={error} />
}

function Failure({ error }: { error: unknown }) {
  usePageTitle('Error')
  const { revalidate, state } = useRevalidator()

  const retry = () => {
    void queryClient.resetQueries({ predicate: (query) => query.state.status === 'error' })
    void revalidate()
  }
  return (
    <div className={styles.page}>
      <h1 tabIndex={-1}>This page could not be shown</h1>
      <ProblemNotice
        problem={asProblem(error)}
        actions={
          <>
            {isOldVersion(error) ? (
              <Button variant="positive" size="small" onClick={() => location.reload()}>
                Reload
              </Button>
            ) : (
              <Button variant="positive" size="small" loading={state === 'loading'} onClick={retry}>
                Retry
              </Button>
            )}
            <Link className={buttonClass('neutral', 'small')} to="/pods">
              Go to pods
            </Link>
          </>
        }
      />
    </div>
  )
}

const isNotFound = (error: unknown) =>
  (isRouteErrorResponse(error) && error.status === 404) ||
  (error instanceof ApiError && error.problem.code === 'not_found')

/** A page whose file is gone: Podyard was updated since this tab was opened. */
const isOldVersion = (error: unknown) =>
  error instanceof TypeError && /dynamically imported|module script/i.test(error.message)

function asProblem(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  if (isOldVersion(error)) {
    return {
      code: 'internal',
      message: 'A part of this page is not on the server any more.',
      fix: { text: 'Podyard was probably updated. Reload to get the new version.', command: null },
      request_id: '',
    }
  }
  return {
    code: 'internal',
    message: `The page itself failed: ${error instanceof Error ? error.message : String(error)}`,
    fix: { text: 'Retry. If it comes back, copy the details and report them.', command: null },
    request_id: '',
  }
}
