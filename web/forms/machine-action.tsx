import type { ReactNode } from 'react'
import { type Control, useForm, useWatch } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import type { CommandLines } from '../../contract/command-line.ts'
import { required } from '../form/bound.ts'
import { CommandLine } from '../form/CommandLine.tsx'
import { FormDialog } from '../form/FormDialog.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { TextField } from '../form/TextField.tsx'
import type { ButtonVariant } from '../ui/Button.tsx'
import type { Option } from '../ui/Select.tsx'
import {
  machineActionDefaults,
  type MachineActionPart,
  type MachineActionValues,
  tagNames,
} from './machine-action-values.ts'

type MachineActionFormProps = {
  title: string
  submitLabel: string
  submitVariant: Extract<ButtonVariant, 'positive' | 'negative'>
  submitDisabledReason: string | undefined
  parts: readonly MachineActionPart[]
  /** What has to be typed first, where something is destroyed. */
  confirmation: string | undefined
  zones: readonly Option[]
  resourcePools: readonly Option[]
  /** The same in a shell, where it is done to one machine. */
  lines: ((values: MachineActionValues) => CommandLines) | undefined
  onSubmit: (values: MachineActionValues) => void
  onDismiss: () => void
  submitError: ApiError | null
  loading: boolean
  saved: boolean
  /** What will happen, and to which machines. */
  children: ReactNode
}

export function MachineActionForm({
  parts,
  confirmation,
  zones,
  resourcePools,
  lines,
  children,
  ...dialog
}: MachineActionFormProps) {
  const form = useForm({ defaultValues: machineActionDefaults })
  const field = { control: form.control, disabled: dialog.loading }
  return (
    <FormDialog {...dialog} form={form}>
      {children}
      {parts.map((part) => (
        <Part key={part} {...field} part={part} zones={zones} resourcePools={resourcePools} />
      ))}
      {confirmation === undefined ? null : (
        <TextField
          {...field}
          stacked
          name="confirmation"
          label={`Type ${confirmation} to confirm`}
          spellCheck={false}
          rules={{
            validate: (typed: unknown) =>
              typed === confirmation || `Type ${confirmation} as it is written.`,
          }}
        />
      )}
      {lines ? <AsCommand control={form.control} linesOf={lines} /> : null}
    </FormDialog>
  )
}

type AsCommandProps = {
  control: Control<MachineActionValues>
  linesOf: (values: MachineActionValues) => CommandLines
}

/** While it is chosen. */
function AsCommand({ control, linesOf }: AsCommandProps) {
  const lines = linesOf(useWatch({ control, compute: (values: MachineActionValues) => values }))
  return <CommandLine lines={lines} />
}

type PartProps = {
  control: Control<MachineActionValues>
  disabled: boolean
  part: MachineActionPart
  zones: readonly Option[]
  resourcePools: readonly Option[]
}

function Part({ part, zones, resourcePools, ...field }: PartProps) {
  switch (part) {
    case 'comment':
      return (
        <TextField
          {...field}
          name="comment"
          label="Comment (optional)"
          hint="Kept with the event."
          maxLength={10_000}
        />
      )
    case 'stop_mode':
      return <SelectField {...field} name="stop_mode" label="How" options={stopModes} />
    case 'disks':
      return (
        <SelectField
          {...field}
          name="disks"
          label="Disks"
          options={diskChoices}
          hint="Zeros are written over the whole of each disk, which may take long."
        />
      )
    case 'zone':
      return (
        <SelectField
          {...field}
          name="zone"
          label="Zone"
          options={zones}
          placeholder="Choose a zone"
          rules={required}
        />
      )
    case 'pool':
      return (
        <SelectField
          {...field}
          name="pool"
          label="Resource pool"
          options={resourcePools}
          placeholder="Choose a resource pool"
          rules={required}
        />
      )
    case 'tags':
      return (
        <>
          <TextField
            {...field}
            name="add_tags"
            label="Add tags"
            hint="Separated by commas"
            rules={{ validate: someTag }}
          />
          <TextField {...field} name="remove_tags" label="Remove tags" hint="Separated by commas" />
        </>
      )
  }
}

const stopModes: Option[] = [
  { value: 'soft', label: 'Ask its system to shut down' },
  { value: 'hard', label: 'Switch it off at once, whatever it is doing' },
]

const diskChoices: Option[] = [
  { value: 'keep', label: 'Keep what is on them' },
  { value: 'erase', label: 'Erase what is on them' },
]

const someTag = (_: unknown, values: MachineActionValues) =>
  tagNames(values.add_tags).length + tagNames(values.remove_tags).length > 0 ||
  'Name a tag to add or to remove.'
