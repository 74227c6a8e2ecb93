import type { Control } from 'react-hook-form'
import type { Pod } from '../../contract/pod.ts'
import type { Capacity } from '../../contract/rules/overcommit.ts'
import { defaultSize, numbersOf } from '../../contract/rules/room.ts'
import { SelectField } from '../form/SelectField.tsx'
import { TextField } from '../form/TextField.tsx'
import { FieldColumn, FieldColumns } from '../ui/Field.tsx'
import type { Option } from '../ui/Select.tsx'
import { upToOneDecimal } from '../util/units.ts'
import { composeRules } from './pod-compose-check.ts'
import type { ComposeValues } from './pod-compose-values.ts'

type PodComposeMachineProps = {
  control: Control<ComposeValues>
  disabled: boolean
  pod: Pod
  zones: readonly Option[]
  resourcePools: readonly Option[]
  /** Cores are named one by one, which takes the place of their number. */
  pinned: boolean
}

/** What the machine is called, where it belongs, and how large it is. */
export function PodComposeMachine(props: PodComposeMachineProps) {
  const { pod, zones, resourcePools, pinned, ...field } = props
  const { cores, memory } = numbersOf(pod)
  const speed = pod.podyard.cpu_speed
  const rule = (name: 'cores' | 'memory' | 'cpu_speed') => ({
    validate: (text: unknown) => composeRules[name](pod, text as string),
  })
  return (
    <FieldColumns>
      <FieldColumn>
        <TextField
          {...field}
          name="hostname"
          label="Hostname"
          placeholder="Hostname (optional)"
          maxLength={63}
          spellCheck={false}
        />
        <SelectField {...field} name="zone" label="Zone" options={zones} />
        <SelectField {...field} name="pool" label="Pool" options={resourcePools} />
      </FieldColumn>
      <FieldColumn>
        <SelectField
          {...field}
          name="architecture"
          label="Architecture"
          options={pod.architectures.map((name) => ({ value: name, label: name }))}
        />
        <TextField
          {...field}
          name="cores"
          label="Minimum Cores"
          placeholder="Number of cores (optional)"
          inputMode="numeric"
          disabled={field.disabled || pinned}
          hint={pinned ? 'As many as are pinned.' : available(cores, ' cores', defaultSize.cores)}
          rules={pinned ? {} : rule('cores')}
        />
        <TextField
          {...field}
          name="cpu_speed"
          label="Minimum Speed (MHz)"
          placeholder="CPU speed (optional)"
          inputMode="numeric"
          hint={speed === null ? 'The host does not tell its speed.' : `${speed} MHz maximum`}
          rules={rule('cpu_speed')}
        />
        <TextField
          {...field}
          name="memory"
          label="Minimum RAM (MiB)"
          placeholder="Memory amount (optional)"
          inputMode="numeric"
          hint={available(memory, ' MiB', defaultSize.memoryMiB)}
          rules={rule('memory')}
        />
      </FieldColumn>
    </FieldColumns>
  )
}

/** What is free, over commit applied; one machine may not be larger than the host. */
function available({ free, physical }: Capacity, unit: string, byDefault: number): string {
  const most = free > physical ? `, ${physical} at most in one machine` : ''
  return `${upToOneDecimal(Math.max(0, free))}${unit} available${most}. Default: ${byDefault}.`
}
