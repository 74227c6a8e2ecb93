import { useEffect } from 'react'
import { type Control, useForm, useWatch } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { commandLines } from '../../contract/command-line.ts'
import type { Input } from '../../contract/endpoints.ts'
import { hostNameProblem } from '../../contract/rules/host-names.ts'
import { client } from '../api/client.ts'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { CommandLine } from '../form/CommandLine.tsx'
import { DefinitionFold } from '../form/DefinitionFold.tsx'
import { FormDialog } from '../form/FormDialog.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { TextField } from '../form/TextField.tsx'
import { useDefinition } from './use-definition.ts'

type Values = {
  name: string
  type: 'dir' | 'logical'
  path: string
  volume_group: string
  autostart: boolean
  default: boolean
}

export type StoragePoolInput = Omit<Input<'storagePoolCreate'>, 'id'>

const toInput = ({ name, type, path, volume_group, ...flags }: Values): StoragePoolInput => ({
  name: name.trim(),
  type,
  ...(type === 'dir' && path.trim() !== '' && { path: path.trim() }),
  ...(type === 'logical' && volume_group.trim() !== '' && { volume_group: volume_group.trim() }),
  ...flags,
})

const types = [
  { value: 'dir', label: 'Folder (dir)' },
  { value: 'logical', label: 'LVM volume group (logical)' },
]

type StoragePoolAddProps = {
  podId: number
  disabledReason: string | undefined
  onAdd: (input: StoragePoolInput) => void
  onDismiss: () => void
  submitError: ApiError | null
  loading: boolean
}

/** A folder or a volume group of the host becomes a place for disks. */
export function StoragePoolAddForm(props: StoragePoolAddProps) {
  const { podId, disabledReason, onAdd, onDismiss, submitError, loading } = props
  const form = useForm<Values>({
    defaultValues: {
      name: '',
      type: 'dir',
      path: '',
      volume_group: '',
      autostart: true,
      default: false,
    },
  })
  const { control, setFocus } = form
  useEffect(() => setFocus('name'), [setFocus])
  const { type, name } = useWatch({ control })
  const field = { control, disabled: loading }
  return (
    <FormDialog
      form={form}
      title="Add storage pool"
      submitLabel="Add storage pool"
      submitDisabledReason={disabledReason}
      onSubmit={(values) => onAdd(toInput(values))}
      onDismiss={onDismiss}
      submitError={submitError}
      loading={loading}
    >
      <TextField
        {...field}
        name="name"
        label="Name"
        maxLength={64}
        spellCheck={false}
        rules={{ validate: (text: unknown) => hostNameProblem(String(text).trim()) ?? true }}
      />
      <SelectField {...field} name="type" label="Type" options={types} />
      {type === 'logical' ? (
        <TextField
          {...field}
          name="volume_group"
          label="Volume group"
          placeholder={name?.trim() === '' ? 'vg0' : (name ?? '')}
          hint="It must exist on the host. Its logical volumes become the volumes of the pool; nothing in it is changed."
          spellCheck={false}
          mono
        />
      ) : (
        <TextField
          {...field}
          name="path"
          label="Folder"
          placeholder={`/var/lib/libvirt/${name?.trim() ?? ''}`}
          hint="Made where it is missing. Files that are in it become volumes of the pool and stay as they are."
          spellCheck={false}
          mono
        />
      )}
      <CheckboxField {...field} name="autostart" label="Start with the host" />
      <CheckboxField {...field} name="default" label="Use it for new disks (default)" />
      <Definition control={control} podId={podId} />
      <AsCommand control={control} podId={podId} />
    </FormDialog>
  )
}

type PartProps = { control: Control<Values>; podId: number }

function Definition({ control, podId }: PartProps) {
  const input = useWatch({ control, compute: toInput })
  const shown = useDefinition('storagePoolPlan', { id: podId, ...input }, client.storagePoolPlan)
  return <DefinitionFold {...shown} />
}

function AsCommand({ control, podId }: PartProps) {
  const input = useWatch({ control, compute: toInput })
  const options = { origin: location.origin, defaults: { autostart: true, default: false } }
  return <CommandLine lines={commandLines('storagePoolCreate', { id: podId, ...input }, options)} />
}
