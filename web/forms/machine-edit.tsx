import { useEffect, useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { commandLines } from '../../contract/command-line.ts'
import type { Machine } from '../../contract/machine.ts'
import { required } from '../form/bound.ts'
import { CommandLine } from '../form/CommandLine.tsx'
import { InlineForm } from '../form/InlineForm.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { TextAreaField, TextField } from '../form/TextField.tsx'
import { FieldColumn, FieldColumns, StaticField } from '../ui/Field.tsx'
import type { Option } from '../ui/Select.tsx'
import { Tags } from '../ui/Tag.tsx'
import {
  type MachineChanges,
  machineChanges,
  machineEditValues,
  machineMeanwhile,
} from './machine-edit-values.ts'
import { MeanwhileNotice } from './meanwhile.tsx'
import styles from './pod-edit.module.css'

type MachineEditFormProps = {
  machine: Machine
  zones: readonly Option[]
  resourcePools: readonly Option[]
  /** Otherwise the fields show what is, and nothing can be changed. */
  editing: boolean
  update: (changes: MachineChanges) => void
  submitError: ApiError | null
  loading: boolean
  onDone: () => void
}

/** Mounted anew when editing begins or ends: what is typed is never overwritten by what happens meanwhile. */
export function MachineEditForm(props: MachineEditFormProps) {
  const now = machineEditValues(props.machine)
  return <Mounted key={props.editing ? 'edit' : JSON.stringify(now)} {...props} />
}

function Mounted(props: MachineEditFormProps) {
  const { machine, zones, resourcePools, editing, update, submitError, loading, onDone } = props
  const now = machineEditValues(machine)
  const [base, setBase] = useState(now)
  const form = useForm({ defaultValues: base })
  const { control, setFocus } = form
  // "Edit" is gone, and was pressed to change something here.
  useEffect(() => {
    if (editing) setFocus('hostname')
  }, [editing, setFocus])
  const values = useWatch({ control, compute: (all) => all })
  const field = { control, disabled: !editing || loading }
  const meanwhile = editing && !loading ? machineMeanwhile(base, now) : []

  const submit = () => {
    const changes = machineChanges(base, form.getValues())
    if (Object.keys(changes).length === 0) onDone()
    else update(changes)
  }

  const adopt = () => {
    for (const { name, value } of meanwhile) form.setValue(name, value)
    setBase(now)
  }

  return (
    <InlineForm
      form={form}
      label="Machine configuration"
      submitLabel="Save changes"
      onSubmit={submit}
      onCancel={onDone}
      submitError={submitError}
      loading={loading}
      readOnly={!editing}
    >
      <MeanwhileNotice
        what="machine"
        changes={meanwhile}
        onAdopt={adopt}
        onKeep={() => setBase(now)}
      />
      <FieldColumns>
        <FieldColumn>
          <TextField
            {...field}
            name="hostname"
            label="Hostname"
            maxLength={63}
            spellCheck={false}
            rules={required}
          />
          {editing ? (
            <TextField {...field} name="tags" label="Tags" hint="Separated by commas" />
          ) : (
            <StaticField label="Tags">
              {machine.tag_names.length > 0 ? (
                <Tags names={machine.tag_names} />
              ) : (
                <span className={styles.none}>No tags</span>
              )}
            </StaticField>
          )}
        </FieldColumn>
        <FieldColumn>
          <SelectField {...field} name="zone" label="Zone" options={zones} />
          <SelectField {...field} name="pool" label="Resource pool" options={resourcePools} />
          <TextAreaField {...field} name="description" label="Description (optional)" rows={3} />
        </FieldColumn>
      </FieldColumns>
      {editing ? (
        <AsCommand system_id={machine.system_id} changes={machineChanges(base, values)} />
      ) : null}
    </InlineForm>
  )
}

type AsCommandProps = { system_id: string; changes: MachineChanges }

/** The same in a shell, while it is typed. */
function AsCommand({ system_id, changes }: AsCommandProps) {
  const nothing = Object.keys(changes).length === 0 ? 'Nothing is changed yet.' : undefined
  const lines = commandLines(
    'machineUpdate',
    { system_id, ...changes },
    { origin: location.origin },
  )
  return <CommandLine lines={lines} nothing={nothing} />
}
