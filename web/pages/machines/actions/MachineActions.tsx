import { useNavigate } from 'react-router'
import type { Machine } from '../../../../contract/machine.ts'
import { ActionDialog } from './ActionDialog.tsx'
import { ActionMenu } from './ActionMenu.tsx'
import { targetOf } from './targets.ts'
import { useActionParam } from './use-action-param.ts'
import { useActionRun } from './use-action-run.ts'

/** What can be done with one machine, on its own page. */
export function MachineActions({ machine }: { machine: Machine }) {
  const navigate = useNavigate()
  const run = useActionRun()
  const { action, open, close } = useActionParam()
  const targets = [targetOf(machine)]
  const dismiss = () => {
    close()
    run.leave()
  }
  return (
    <>
      <ActionMenu
        targets={targets}
        busy={run.running ? `${run.begun?.action.gerund} is under way.` : undefined}
        onChoose={({ id, page }) => {
          if (!run.running) run.clear()
          if (page === undefined) open(id)
          else void navigate(`/machines/${machine.system_id}/${page}`, { preventScrollReset: true })
        }}
      />
      {action ? (
        <ActionDialog
          key={action.id}
          action={action}
          targets={targets}
          run={run}
          onDismiss={dismiss}
          onDone={({ id }) => {
            if (id === 'delete') void navigate('/machines', { replace: true })
            else dismiss()
          }}
        />
      ) : null}
    </>
  )
}
