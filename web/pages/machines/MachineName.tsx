import { useMutation } from '@tanstack/react-query'
import type { Machine } from '../../../contract/machine.ts'
import { client } from '../../api/client.ts'
import { useAdminReason } from '../../api/session.ts'
import { NameForm } from '../../forms/name.tsx'
import { useFocusReturn } from '../../hooks/use-focus-return.ts'
import { IconButton } from '../../ui/Button.tsx'
import { keepMachine } from './machine-queries.ts'

type MachineNameProps = {
  machine: Machine
  editing: boolean
  onEditing: (editing: boolean) => void
}

/** The pencil beside a hostname, or the field that it opens. */
export function MachineName({ machine, editing, onEditing }: MachineNameProps) {
  const reason = useAdminReason()
  const pencil = useFocusReturn(editing)
  const { system_id } = machine
  const rename = useMutation({
    mutationFn: (hostname: string) => client.machineUpdate({ system_id, hostname }),
    onSuccess: (renamed) => {
      keepMachine(renamed)
      onEditing(false)
    },
  })
  if (!editing) {
    return (
      <IconButton
        ref={pencil}
        label="Rename machine"
        icon="edit"
        disabledReason={reason}
        onClick={() => {
          rename.reset()
          onEditing(true)
        }}
      />
    )
  }
  return (
    <NameForm
      label="Hostname"
      field="hostname"
      maxLength={63}
      name={machine.hostname}
      rename={(hostname) => rename.mutate(hostname)}
      loading={rename.isPending}
      submitError={rename.error}
      onCancel={() => onEditing(false)}
    />
  )
}
