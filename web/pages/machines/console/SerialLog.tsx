import { useQuery } from '@tanstack/react-query'
import { serialLogBytes } from '../../../../contract/console.ts'
import { apiQuery } from '../../../api/query.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyField, CopyTextButton } from '../../../ui/Copy.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import styles from './MachineConsole.module.css'
import { readableLog } from './readable-log.ts'

/** Asked for when it is looked at: it is read from the host. */
const serialLogQuery = (systemId: string) => ({
  ...apiQuery('serialLogRead', { system_id: systemId }),
  staleTime: 0,
  gcTime: 0,
})

/** The end of what came out of a machine's serial port. */
export function SerialLog({ systemId }: { systemId: string }) {
  const { data: log, error, isFetching, refetch } = useQuery(serialLogQuery(systemId))
  const text = typeof log?.text === 'string' ? readableLog(log.text) : null
  const size = log?.size ?? 0
  return (
    <section>
      <div className={styles.logHeader}>
        <h2 className={styles.logTitle}>Serial log</h2>
        {size > serialLogBytes ? (
          <span className={styles.logFacts}>The last 64 of {Math.ceil(size / 1024)} KiB</span>
        ) : null}
        {text === null ? null : (
          <span className={styles.actions}>
            <CopyTextButton text={text}>Copy</CopyTextButton>
            <Button icon="refresh" size="small" loading={isFetching} onClick={() => void refetch()}>
              Read again
            </Button>
          </span>
        )}
      </div>
      {error ? (
        <ProblemNotice
          title="The log could not be read"
          problem={error.problem}
          actions={
            <Button loading={isFetching} onClick={() => void refetch()}>
              Retry
            </Button>
          }
        />
      ) : null}
      {log?.reason ? (
        <Notice tone="info" title={log.reason}>
          {log.fix?.text}
          {log.fix?.command ? (
            <CopyField text={log.fix.command} what="command" icon="terminal" wrap />
          ) : null}
        </Notice>
      ) : null}
      {log || error ? null : <Skeleton height={120} />}
      {text === null ? null : (
        // A long log is scrolled by keyboard as well.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={styles.log} tabIndex={0} aria-label="Serial log">
          {text}
        </pre>
      )}
    </section>
  )
}
