import { type Control, useForm, useWatch } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { commandLines } from '../../contract/command-line.ts'
import type { Input } from '../../contract/endpoints.ts'
import { required } from '../form/bound.ts'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { CommandLine } from '../form/CommandLine.tsx'
import { FormDialog } from '../form/FormDialog.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { TextAreaField } from '../form/TextField.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { Option } from '../ui/Select.tsx'
import {
  type DeployImage,
  machineDeployDefaults,
  type MachineDeployValues,
  toMachineDeploy,
} from './machine-deploy-values.ts'

type MachineDeployFormProps = {
  machine: { system_id: string; hostname: string }
  images: readonly DeployImage[]
  /** Why this machine cannot be deployed, now or by this user. */
  disabledReason: string | undefined
  /** Why this user may not make it a KVM host. */
  kvmReason: string | undefined
  onSubmit: (input: Input<'machineDeploy'>) => void
  submitError: ApiError | null
  loading: boolean
  deployed: boolean
  onDismiss: () => void
}

const noImage = 'There is no image to deploy yet.'

/** Which system a machine gets, and whether it becomes a pod with it. */
export function MachineDeployForm(props: MachineDeployFormProps) {
  const { machine, images, disabledReason, onSubmit } = props
  const form = useForm<MachineDeployValues>({
    defaultValues: { ...machineDeployDefaults, ...firstOf(images) },
  })
  const { control } = form
  const [osystem, release] = useWatch({ control, name: ['osystem', 'release'] })
  const image = images.find((each) => each.osystem === osystem && each.release === release)
  const noKvm = props.kvmReason ?? (image ? image.whyNoKvmHost : noImage) ?? undefined
  const reason = disabledReason ?? (images.length === 0 ? noImage : undefined)
  return (
    <FormDialog
      form={form}
      title={`Deploy ${machine.hostname}`}
      submitLabel="Deploy machine"
      submitDisabledReason={reason}
      onSubmit={(values) => onSubmit(toMachineDeploy(machine.system_id, values))}
      onDismiss={props.onDismiss}
      submitError={props.submitError}
      loading={props.loading}
      saved={props.deployed}
    >
      {reason === undefined ? null : <Notice tone="info" title={reason} />}
      <SelectField
        control={control}
        name="osystem"
        label="Choose your image"
        options={systemsOf(images)}
        placeholder="No operating system"
        rules={required}
      />
      <SelectField
        control={control}
        name="release"
        label="Release"
        options={releasesOf(images, osystem)}
        placeholder="No release"
        rules={required}
      />
      <CheckboxField
        control={control}
        name="install_kvm"
        label="Install MAAS-managed KVM Host"
        hint={noKvm ?? 'libvirt and QEMU are installed, and the machine becomes a pod.'}
        disabled={noKvm !== undefined}
      />
      <TextAreaField
        control={control}
        name="user_data"
        label="Cloud-init user-data (optional)"
        placeholder="#cloud-config"
        rows={5}
        stacked
      />
      <AsCommand control={control} systemId={machine.system_id} />
    </FormDialog>
  )
}

/** The same in a shell, while it is chosen. */
function AsCommand({
  control,
  systemId,
}: {
  control: Control<MachineDeployValues>
  systemId: string
}) {
  const values = useWatch({ control, compute: (each: MachineDeployValues) => each })
  const input = toMachineDeploy(systemId, values)
  return <CommandLine lines={commandLines('machineDeploy', input, { origin: location.origin })} />
}

const firstOf = ([image]: readonly DeployImage[]) =>
  image ? { osystem: image.osystem, release: image.release } : {}

function systemsOf(images: readonly DeployImage[]): Option[] {
  const titles = new Map(images.map((image) => [image.osystem, image.osystemTitle]))
  return [...titles].map(([value, label]) => ({ value, label }))
}

const releasesOf = (images: readonly DeployImage[], osystem: string): Option[] =>
  images
    .filter((image) => image.osystem === osystem)
    .map(({ release, releaseTitle }) => ({ value: release, label: releaseTitle }))
