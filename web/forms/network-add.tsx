import { useEffect } from 'react'
import { type Control, useForm, useWatch } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { commandLines } from '../../contract/command-line.ts'
import type { Network } from '../../contract/network.ts'
import { hostNameProblem } from '../../contract/rules/host-names.ts'
import { client } from '../api/client.ts'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { CommandLine } from '../form/CommandLine.tsx'
import { DefinitionFold } from '../form/DefinitionFold.tsx'
import { FormDialog } from '../form/FormDialog.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { TextField } from '../form/TextField.tsx'
import { Button } from '../ui/Button.tsx'
import {
  maasPreset,
  networkDefaults,
  type NetworkInput,
  type NetworkValues,
  problemOf,
  toNetworkInput,
} from './network-add-values.ts'
import { NetworkAddresses } from './network-addresses.tsx'
import { useDefinition } from './use-definition.ts'

const modes = [
  { value: 'nat', label: 'NAT' },
  { value: 'route', label: 'Routed' },
  { value: 'bridge', label: 'Bridged' },
]

const modeHints = {
  nat: 'Machines reach the world behind the host’s address.',
  route: 'Machines reach the world with their own addresses, which others must route to this host.',
  bridge: 'Machines are part of a network that the host is in.',
} as const

type NetworkAddProps = {
  podId: number
  networks: readonly Network[]
  disabledReason: string | undefined
  onAdd: (input: NetworkInput) => void
  onDismiss: () => void
  submitError: ApiError | null
  loading: boolean
}

/** A network of the host, for its machines to be plugged into. */
export function NetworkAddForm(props: NetworkAddProps) {
  const { podId, networks, disabledReason, onAdd, onDismiss, submitError, loading } = props
  const form = useForm<NetworkValues>({ defaultValues: networkDefaults })
  const { control, setFocus, getValues, reset } = form
  useEffect(() => setFocus('name'), [setFocus])
  const { mode = 'nat' } = useWatch({ control })
  const field = { control, disabled: loading }
  const rule = (name: Parameters<typeof problemOf>[0]) => ({
    validate: () => problemOf(name, getValues(), networks) ?? true,
  })
  const hasMaas = networks.some(({ name }) => name === maasPreset.name)
  return (
    <FormDialog
      form={form}
      title="Add network"
      submitLabel="Add network"
      submitDisabledReason={disabledReason}
      onSubmit={(values) => onAdd(toNetworkInput(values))}
      onDismiss={onDismiss}
      submitError={submitError}
      loading={loading}
    >
      <div>
        <Button
          size="small"
          disabledReason={hasMaas ? 'The host has a network maas already.' : undefined}
          onClick={() => reset(maasPreset, { keepDefaultValues: true })}
        >
          Fill in the network maas
        </Button>
      </div>
      <TextField
        {...field}
        name="name"
        label="Name"
        maxLength={64}
        spellCheck={false}
        rules={{
          validate: (text: unknown) =>
            hostNameProblem(String(text).trim()) ??
            problemOf('name', getValues(), networks) ??
            true,
        }}
      />
      <SelectField {...field} name="mode" label="Mode" options={modes} hint={modeHints[mode]} />
      {mode === 'bridge' ? (
        <TextField
          {...field}
          name="bridge"
          label="Bridge"
          placeholder="br0"
          maxLength={15}
          hint="A bridge that the host has already: see ip -brief link show type bridge."
          rules={rule('bridge')}
          spellCheck={false}
          mono
        />
      ) : (
        <NetworkAddresses form={form} disabled={loading} rule={rule} />
      )}
      <CheckboxField {...field} name="autostart" label="Start with the host" />
      <Definition control={control} podId={podId} />
      <AsCommand control={control} podId={podId} />
    </FormDialog>
  )
}

type PartProps = { control: Control<NetworkValues>; podId: number }

function Definition({ control, podId }: PartProps) {
  const input = useWatch({ control, compute: toNetworkInput })
  const shown = useDefinition('networkPlan', { id: podId, ...input }, client.networkPlan)
  return <DefinitionFold {...shown} />
}

function AsCommand({ control, podId }: PartProps) {
  const input = useWatch({ control, compute: toNetworkInput })
  const options = { origin: location.origin, defaults: { autostart: true } }
  return <CommandLine lines={commandLines('networkCreate', { id: podId, ...input }, options)} />
}
