import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { ImportRow } from '../../../contract/bundle.ts'
import { client, queryClient } from '../../api/client.ts'
import { useAdminReason } from '../../api/session.ts'
import { type ImportSource, MaasImportForm } from '../../forms/maas-import.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { ExportCard } from './ExportCard.tsx'
import { ImportRows, summary } from './ImportRows.tsx'
import styles from './Settings.module.css'

export function Component() {
  const adminReason = useAdminReason()
  if (adminReason === undefined) return <Import />
  return (
    <div className={styles.cards}>
      <Notice tone="info" title="Only admins import">
        Ask an admin to bring over what a MAAS knows.
      </Notice>
    </div>
  )
}

function Import() {
  const plan = useMutation({
    mutationFn: (source: ImportSource) => client.importPlan(source),
    onMutate: () => apply.reset(),
  })
  const apply = useMutation({
    mutationFn: (source: ImportSource) => client.importApply(source),
    // Even one that failed may have made something.
    onSettled: () => queryClient.invalidateQueries(),
  })
  const start = () => {
    if (plan.variables) apply.mutate(plan.variables)
  }
  return (
    <div className={styles.wide}>
      <div className={styles.cards}>
        <Card>
          <h2>Import from MAAS</h2>
          <p className={styles.text}>
            Brings zones, resource pools, tags, virsh pods with their passwords and ratios, and the
            names and owners of machines. First you see what would happen. Nothing changes in that
            MAAS, and no machine is started or stopped.
          </p>
          <MaasImportForm
            onSubmit={(source) => plan.mutate(source)}
            submitError={plan.error}
            loading={plan.isPending || apply.isPending}
          />
        </Card>
      </div>
      {plan.data ? (
        <Outcome
          key={plan.submittedAt}
          planned={plan.data}
          done={apply.data}
          loading={apply.isPending}
          onImport={start}
          problem={
            apply.error ? (
              <ProblemNotice problem={apply.error.problem} title="The import was not finished" />
            ) : null
          }
        />
      ) : null}
      <div className={styles.cards}>
        <ExportCard />
      </div>
    </div>
  )
}

/** What was asked for is announced by where the cursor goes. */
const focus = (heading: HTMLElement | null) => heading?.focus()

type OutcomeProps = {
  planned: ImportRow[]
  /** Once it was imported. */
  done: ImportRow[] | undefined
  loading: boolean
  onImport: () => void
  problem: ReactNode
}

function Outcome({ planned, done, loading, onImport, problem }: OutcomeProps) {
  const id = useId()
  const rows = done ?? planned
  const something = planned.some(({ action }) => action === 'create' || action === 'update')
  return (
    <section className={styles.wide}>
      <div className={styles.head}>
        <div>
          <h2
            key={done ? 'done' : 'planned'}
            ref={focus}
            tabIndex={-1}
            aria-describedby={`${id}-summary`}
          >
            {done ? 'What was done' : 'What would happen'}
          </h2>
          <p id={`${id}-summary`} className={styles.text}>
            {rows.length === 0 ? 'There is nothing to import.' : `${summary(rows)}.`}
          </p>
        </div>
        {done ? null : (
          <Button
            variant="positive"
            loading={loading}
            disabledReason={something ? undefined : 'There is nothing that could be brought.'}
            onClick={onImport}
          >
            Import
          </Button>
        )}
      </div>
      {loading ? (
        <output>Importing. Every host is connected to, which may take a while.</output>
      ) : null}
      {problem}
      {rows.length === 0 ? null : <ImportRows rows={rows} />}
    </section>
  )
}
