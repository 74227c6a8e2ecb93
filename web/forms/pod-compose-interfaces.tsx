import { type Control, useFieldArray, useWatch } from 'react-hook-form'
import { macvlanModes, type Pod } from '../../contract/pod.ts'
import { defaultNetwork } from '../../contract/rules/read-compose.ts'
import { required } from '../form/bound.ts'
import { SelectCell } from '../form/SelectCell.tsx'
import { TextCell } from '../form/TextCell.tsx'
import { Button, IconButton } from '../ui/Button.tsx'
import { RowTable, RowTableCell } from '../ui/RowTable.tsx'
import { composeRules } from './pod-compose-check.ts'
import type { ComposeValues, InterfaceRow } from './pod-compose-values.ts'
import styles from './pod-compose.module.css'

type PodComposeInterfacesProps = {
  control: Control<ComposeValues>
  disabled: boolean
  pod: Pod
}

const columns = [
  { label: 'Name', width: '72px' },
  { label: 'Attached to', width: '22%' },
  { label: 'Network, bridge or device' },
  { label: 'MAC address', width: '28%' },
] as const
const mostInterfaces = 16

/** "Interfaces": what the machine is plugged into. */
export function PodComposeInterfaces({ pod, ...field }: PodComposeInterfacesProps) {
  const { control } = field
  const { fields, append, remove } = useFieldArray({ control, name: 'interface_rows' })
  const usual = defaultNetwork(pod.podyard.networks)
  const added: InterfaceRow = {
    kind: 'network',
    network: usual ?? '',
    bridge: '',
    device: '',
    mac: '',
  }
  return (
    <RowTable
      title="Interfaces"
      columns={columns}
      add={
        <Button
          size="small"
          variant="quiet"
          icon="plus"
          disabledReason={
            fields.length >= mostInterfaces
              ? `A machine may have ${mostInterfaces} interfaces.`
              : undefined
          }
          onClick={() => append(added, { shouldFocus: true })}
        >
          Define (optional)
        </Button>
      }
    >
      {fields.length === 0 ? <Untold network={usual} /> : null}
      {fields.map(({ id }, index) => (
        <tr key={id}>
          <RowTableCell heading="Name">
            <span className={styles.eth}>eth{index}</span>
          </RowTableCell>
          <SelectCell
            {...field}
            name={`interface_rows.${index}.kind`}
            label={`What eth${index} is attached to`}
            heading="Attached to"
            options={kinds}
          />
          <Source {...field} pod={pod} index={index} />
          <TextCell
            {...field}
            name={`interface_rows.${index}.mac`}
            label={`MAC address of eth${index}`}
            heading="MAC address"
            placeholder="Made by Podyard"
            spellCheck={false}
            rules={{ validate: (text) => composeRules.mac(text as string) }}
          />
          <RowTableCell>
            <IconButton label={`Remove eth${index}`} icon="trash" onClick={() => remove(index)} />
          </RowTableCell>
        </tr>
      ))}
    </RowTable>
  )
}

const kinds = [
  { value: 'network', label: 'Network' },
  { value: 'bridge', label: 'Bridge of the host' },
  { value: 'macvtap', label: 'Macvtap' },
  ...macvlanModes.map((mode) => ({ value: `macvtap ${mode}`, label: `Macvtap, ${mode}` })),
]

function Untold({ network }: { network: string | undefined }) {
  return (
    <tr>
      <RowTableCell>default</RowTableCell>
      <RowTableCell colSpan={columns.length}>
        <span className={styles.muted}>
          {network === undefined
            ? 'The host has no active network. Define what the machine is plugged into.'
            : `Created by hypervisor at compose time, on the network ${network}.`}
        </span>
      </RowTableCell>
    </tr>
  )
}

/** A network is chosen; bridges and devices are named, for libvirt lists none but its own. */
function Source({ pod, index, ...field }: PodComposeInterfacesProps & { index: number }) {
  const row = `interface_rows.${index}` as const
  const kind = useWatch({ control: field.control, name: `${row}.kind` })
  const heading = 'Network, bridge or device'
  if (kind === 'network') {
    return (
      <SelectCell
        {...field}
        name={`${row}.network`}
        label={`Network of eth${index}`}
        heading={heading}
        placeholder="Choose a network"
        options={pod.podyard.networks.map(({ name, active }) => ({
          value: name,
          label: active ? name : `${name} (inactive)`,
          disabled: !active,
        }))}
        rules={required}
      />
    )
  }
  const bridge = kind === 'bridge'
  return (
    <TextCell
      {...field}
      name={bridge ? `${row}.bridge` : `${row}.device`}
      label={`${bridge ? 'Bridge' : 'Host device'} of eth${index}`}
      heading={heading}
      placeholder={bridge ? 'br0' : 'eno1'}
      spellCheck={false}
      rules={{ ...required, validate: (text) => composeRules.source(text as string) }}
    />
  )
}
