import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '../../../ui/Button.tsx'
import { ActionDialog } from './ActionDialog.tsx'
import { ActionMenu } from './ActionMenu.tsx'
import styles from './MachineBulkActions.module.css'
import type { ActionTarget } from './targets.ts'
import { useActionParam } from './use-action-param.ts'
import { useActionRun } from './use-action-run.ts'

type MachineBulkActionsProps = {
  selected: readonly ActionTarget[]
}

/**
 * "2 Selected" and what can be done with them. Stays mounted while nothing is selected: what is under way goes on
 * though its machines leave the selection one by one.
 */
export function MachineBulkActions({ selected }: MachineBulkActionsProps) {
  const navigate = useNavigate()
  const run = useActionRun()
  const { action, open, close } = useActionParam()
  const { begun } = run
  const nothing = selected.length === 0 && !run.running && run.failed === 0
  // A reload keeps the address and loses the selection: a dialog must not open when one selects again.
  useEffect(() => {
    if (nothing && action) close()
  }, [nothing, action, close])
  const dismiss = () => {
    close()
    run.leave()
  }
  return (
    <>
      {begun && !action && (run.running || run.failed > 0) ? (
        <Button variant="quiet" onClick={() => open(begun.action.id)}>
          {run.running ? `${begun.action.gerund}…` : 'Show failures'}
        </Button>
      ) : null}
      {selected.length === 0 ? null : (
        <>
          <output className={styles.selected}>{selected.length} Selected</output>
          <ActionMenu
            targets={selected}
            busy={run.running ? `${begun?.action.gerund} is under way.` : undefined}
            onChoose={({ id, page }) => {
              if (!run.running) run.clear()
              if (page === undefined) open(id)
              else void navigate(`/machines/${selected[0]?.system_id}/${page}`)
            }}
          />
        </>
      )}
      {action && !nothing ? (
        <ActionDialog
          key={action.id}
          action={action}
          targets={selected}
          run={run}
          onDismiss={dismiss}
          onDone={dismiss}
        />
      ) : null}
    </>
  )
}
