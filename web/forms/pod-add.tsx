import { useEffect } from 'react'
import { type Control, useForm, useWatch } from 'react-hook-form'
import { commandLines } from '../../contract/command-line.ts'
import { type Pod, podTypes, podTypeTitles } from '../../contract/pod.ts'
import type { SshKey } from '../../contract/ssh-key.ts'
import { required } from '../form/bound.ts'
import { CommandLine } from '../form/CommandLine.tsx'
import { FormDialog } from '../form/FormDialog.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { PasswordField, TextField } from '../form/TextField.tsx'
import { FieldColumn, FieldColumns } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { Option } from '../ui/Select.tsx'
import { podAddDefaults, type PodAddValues, type PodInput, toPodCreate } from './pod-add-values.ts'
import { PodAttempt } from './pod-attempt.tsx'
import { type ConnectCall, useConnect } from './pod-connect.ts'
import { PodSshKey } from './pod-ssh-key.tsx'

type PodAddFormProps = {
  zones: readonly Option[]
  resourcePools: readonly Option[]
  sshKey: SshKey | undefined
  /** Why this user may not add one. */
  disabledReason: string | undefined
  create: (input: PodInput, options: { signal: AbortSignal }) => Promise<Pod>
  onAdded: (pod: Pod) => void
  added: boolean
  onDismiss: () => void
}

const typeOptions = podTypes.map((type) => ({ value: type, label: podTypeTitles[type] }))

export function PodAddForm(props: PodAddFormProps) {
  const { zones, resourcePools, sshKey, create, onAdded, onDismiss } = props
  const form = useForm<PodAddValues>({ defaultValues: podAddDefaults })
  const { control } = form
  const connect = useConnect()
  const { setFocus } = form
  // The dialog itself would give it to its first button.
  useEffect(() => setFocus('name'), [setFocus])
  const field = { control, disabled: connect.running }

  const submit = async (values: PodAddValues) => {
    const call: ConnectCall<Pod> = (connecting, options) =>
      create({ ...toPodCreate(values), ...connecting }, options)
    const pod = await connect.run(values.power_address, call)
    if (pod) onAdded(pod)
  }

  const trust = (fingerprint: string) => {
    connect.trust(form.getValues('power_address'), fingerprint)
    void form.handleSubmit(submit)()
  }

  return (
    <FormDialog
      form={form}
      title="Add pod"
      width="wide"
      submitLabel="Save pod"
      submitDisabledReason={props.disabledReason}
      onSubmit={(values) => void submit(values)}
      onDismiss={connect.running ? connect.cancel : onDismiss}
      submitError={connect.refusal}
      loading={connect.running}
      saved={props.added}
    >
      <FieldColumns>
        <FieldColumn>
          <TextField
            {...field}
            name="name"
            label="Name"
            placeholder="Name (optional)"
            maxLength={255}
          />
          <SelectField {...field} name="zone" label="Zone" options={zones} />
          <SelectField {...field} name="pool" label="Resource pool" options={resourcePools} />
        </FieldColumn>
        <FieldColumn>
          <SelectField {...field} name="type" label="Pod type" options={typeOptions} />
          <TextField
            {...field}
            name="power_address"
            label="Virsh address"
            placeholder="qemu+ssh://ubuntu@192.168.1.2/system"
            spellCheck={false}
            rules={required}
          />
          <PasswordField
            {...field}
            name="power_pass"
            label="Virsh password (optional)"
            placeholder="Virsh password (optional)"
            autoComplete="new-password"
          />
          <TextField
            {...field}
            name="default_storage_pool"
            label="Default storage pool (optional)"
            placeholder="Default storage pool (optional)"
            spellCheck={false}
          />
        </FieldColumn>
      </FieldColumns>
      <PodAttempt state={connect.state} failure="The pod was not saved" onTrust={trust} />
      {props.disabledReason === undefined ? (
        <PodSshKey sshKey={sshKey} />
      ) : (
        <Notice tone="info" title={props.disabledReason} />
      )}
      <AsCommand control={control} />
    </FormDialog>
  )
}

const byDefault = { zone: podAddDefaults.zone, pool: podAddDefaults.pool }

/** The same in a shell, while it is typed. */
function AsCommand({ control }: { control: Control<PodAddValues> }) {
  const input = useWatch({ control, compute: toPodCreate })
  const options = { origin: location.origin, defaults: byDefault }
  return <CommandLine lines={commandLines('podCreate', input, options)} />
}
