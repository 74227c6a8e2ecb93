import type { Control } from 'react-hook-form'
import type { Pod } from '../../contract/pod.ts'
import { required } from '../form/bound.ts'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { PasswordField, TextField } from '../form/TextField.tsx'
import { Field, StaticField } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import type { Option } from '../ui/Select.tsx'
import { Tags } from '../ui/Tag.tsx'
import type { PodEditValues } from './pod-edit-values.ts'
import styles from './pod-edit.module.css'

type Bound = { control: Control<PodEditValues>; disabled: boolean }

type PlaceProps = Bound & {
  type: string
  tags: readonly string[]
  editing: boolean
  zones: readonly Option[]
  resourcePools: readonly Option[]
}

/** Where a pod belongs: the left column. */
export function PodEditPlace({ type, tags, editing, zones, resourcePools, ...field }: PlaceProps) {
  return (
    <>
      <Field label="Type">{(control) => <Input {...control} value={type} disabled />}</Field>
      <SelectField {...field} name="zone" label="Zone" options={zones} />
      <SelectField {...field} name="pool" label="Resource pool" options={resourcePools} />
      {editing ? (
        <TextField {...field} name="tags" label="Tags" hint="Separated by commas" />
      ) : (
        <StaticField label="Tags">
          {tags.length > 0 ? <Tags names={tags} /> : <span className={styles.none}>No tags</span>}
        </StaticField>
      )}
    </>
  )
}

type AddressProps = Bound & { pod: Pod; editing: boolean; removePassword: boolean }

/** How a pod is reached: the top of the right column. */
export function PodEditAddress({ pod, editing, removePassword, ...field }: AddressProps) {
  const stored = pod.podyard.has_password
  return (
    <>
      <TextField
        {...field}
        name="power_address"
        label="Virsh address"
        spellCheck={false}
        rules={required}
      />
      <div className={styles.password}>
        <PasswordField
          {...field}
          name="power_pass"
          label="Virsh password (optional)"
          placeholder={passwordHint(stored, editing)}
          autoComplete="new-password"
          disabled={field.disabled || removePassword}
        />
        {stored && editing ? (
          <div className={styles.remove}>
            <CheckboxField {...field} name="remove_password" label="Remove the stored password" />
          </div>
        ) : null}
      </div>
    </>
  )
}

function passwordHint(stored: boolean, editing: boolean): string {
  if (!stored) return editing ? 'Virsh password (optional)' : 'No password is stored'
  return editing ? 'Stored; type to replace it' : 'A password is stored'
}
