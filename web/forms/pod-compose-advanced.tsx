import type { Control } from 'react-hook-form'
import type { Pod } from '../../contract/pod.ts'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { Fold } from '../form/Fold.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { TextField } from '../form/TextField.tsx'
import { FieldColumn, FieldColumns } from '../ui/Field.tsx'
import { composeRules } from './pod-compose-check.ts'
import type { ComposeValues } from './pod-compose-values.ts'

type PodComposeAdvancedProps = {
  control: Control<ComposeValues>
  disabled: boolean
  pod: Pod
}

const firmwares = [
  { value: 'bios', label: 'BIOS' },
  { value: 'uefi', label: 'UEFI' },
]

/** What few machines need. */
export function PodComposeAdvanced({ pod, ...field }: PodComposeAdvancedProps) {
  return (
    <Fold title="Advanced">
      <FieldColumns>
        <FieldColumn>
          <SelectField {...field} name="firmware" label="Boot firmware" options={firmwares} />
          <TextField
            {...field}
            name="pinned_cores"
            label="Pinned cores"
            placeholder="0-3,8 (optional)"
            hint="Cores of the host to run on, one each; in place of Minimum Cores"
            rules={{ validate: (text) => composeRules.pinned_cores(pod, text as string) }}
          />
        </FieldColumn>
        <FieldColumn>
          <CheckboxField
            {...field}
            name="hugepages_backed"
            label="Back its memory with huge pages"
            hint="The host must have reserved as many."
          />
          <CheckboxField
            {...field}
            name="skip_commissioning"
            label="Skip commissioning"
            hint="Ready at once, with what was asked for."
          />
        </FieldColumn>
      </FieldColumns>
    </Fold>
  )
}
