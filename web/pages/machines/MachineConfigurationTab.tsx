import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { preload } from '../../api/query.ts'
import { useAdminReason } from '../../api/session.ts'
import { MachineEditForm } from '../../forms/machine-edit.tsx'
import type { MachineChanges } from '../../forms/machine-edit-values.ts'
import { useFocusReturn } from '../../hooks/use-focus-return.ts'
import { toast } from '../../stores/announcements.ts'
import { Button } from '../../ui/Button.tsx'
import { resourcePoolsQuery, zonesQuery } from '../groups/queries.ts'
import { usePodGroups } from '../pods/use-pod-groups.ts'
import { keepMachine, useMachine } from './machine-queries.ts'
import styles from './MachineTab.module.css'

export const loader = () => preload(zonesQuery, resourcePoolsQuery)

/** `/machines/abc123/configuration` */
export function Component() {
  const machine = useMachine()
  const groups = usePodGroups()
  const reason = useAdminReason()
  const [editing, setEditing] = useState(false)
  const edit = useFocusReturn(editing)
  const save = useMutation({
    mutationFn: (changes: MachineChanges) =>
      client.machineUpdate({ system_id: machine.system_id, ...changes }),
    onSuccess: (saved) => {
      keepMachine(saved)
      setEditing(false)
      toast('The changes were saved.')
    },
  })
  const start = () => {
    save.reset()
    setEditing(true)
  }
  return (
    <section>
      <div className={styles.heading}>
        <h2>Machine configuration</h2>
        {editing ? null : (
          <Button ref={edit} disabledReason={reason} onClick={start}>
            Edit
          </Button>
        )}
      </div>
      <MachineEditForm
        {...groups}
        machine={machine}
        editing={editing}
        update={save.mutate}
        submitError={save.error}
        loading={save.isPending}
        onDone={() => setEditing(false)}
      />
    </section>
  )
}
