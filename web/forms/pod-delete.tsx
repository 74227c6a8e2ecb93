import { useForm, useWatch } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import type { Machine } from '../../contract/machine.ts'
import type { Pod } from '../../contract/pod.ts'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { FormDialog } from '../form/FormDialog.tsx'
import { TextField } from '../form/TextField.tsx'
import styles from './pod-delete.module.css'
import { PodDoomed } from './pod-doomed.tsx'

type Values = { decompose: boolean; confirmation: string }

type PodDeleteFormProps = {
  /** One or more. */
  pods: readonly Pod[]
  /** All their machines; undefined while they are being read. */
  machines: readonly Machine[] | undefined
  disabledReason: string | undefined
  onDelete: (options: { decompose: boolean }) => void
  onDismiss: () => void
  submitError: ApiError | null
  loading: boolean
  deleted: boolean
}

export function PodDeleteForm(props: PodDeleteFormProps) {
  const { pods, machines, disabledReason, onDelete, onDismiss, submitError, loading } = props
  const form = useForm<Values>({ defaultValues: { decompose: false, confirmation: '' } })
  const { control } = form
  const decompose = useWatch({ control, name: 'decompose' })
  const phrase = confirmationOf(pods)
  const composed = pods.reduce((sum, pod) => sum + pod.podyard.composed_count, 0)
  const obstacle = whyNotDecompose(pods, composed)
  const doomed = machines?.filter((machine) => machine.podyard.creation !== 'pre_existing')
  return (
    <FormDialog
      form={form}
      title={pods.length === 1 ? 'Delete pod' : `Delete ${pods.length} pods`}
      submitLabel={submitLabel(pods, decompose ? composed : 0)}
      submitVariant="negative"
      submitDisabledReason={disabledReason}
      onSubmit={(values) => onDelete({ decompose: values.decompose })}
      onDismiss={onDismiss}
      submitError={submitError}
      loading={loading}
      saved={props.deleted || !decompose}
    >
      <Explanation pods={pods} decompose={decompose} />
      <CheckboxField
        control={control}
        name="decompose"
        label={`Also delete the ${composed} composed ${composed === 1 ? 'machine and its disks' : 'machines and their disks'}`}
        disabled={obstacle !== undefined || loading}
        hint={obstacle ?? whatStays(pods, composed)}
      />
      {decompose ? (
        <>
          <PodDoomed machines={doomed} />
          <TextField
            stacked
            control={control}
            name="confirmation"
            label={`Type ${phrase} to confirm`}
            spellCheck={false}
            disabled={loading}
            rules={{
              validate: (typed: unknown) => typed === phrase || `Type ${phrase} as it is written.`,
            }}
          />
        </>
      ) : null}
    </FormDialog>
  )
}

const confirmationOf = (pods: readonly Pod[]) =>
  pods.length === 1 ? (pods[0]?.name ?? '') : `delete ${pods.length} pods`

function submitLabel(pods: readonly Pod[], machines: number): string {
  const what = pods.length === 1 ? 'Delete pod' : `Delete ${pods.length} pods`
  return machines === 0
    ? what
    : `${what} and ${machines} ${machines === 1 ? 'machine' : 'machines'}`
}

function whyNotDecompose(pods: readonly Pod[], composed: number): string | undefined {
  if (composed === 0) return 'No machine here was composed by Podyard.'
  const away = pods.filter((pod) => pod.podyard.connection.state !== 'connected')
  if (away.length === 0) return undefined
  return `Not while ${away.map((pod) => pod.name).join(', ')} cannot be reached.`
}

function whatStays(pods: readonly Pod[], composed: number): string {
  const others = pods.reduce((sum, pod) => sum + pod.podyard.machine_count, 0) - composed
  if (others === 0) return 'This cannot be undone.'
  return `This cannot be undone. ${others} that Podyard did not compose ${others === 1 ? 'stays' : 'stay'}.`
}

type ExplanationProps = { pods: readonly Pod[]; decompose: boolean }

function Explanation({ pods, decompose }: ExplanationProps) {
  const [first] = pods
  const one = pods.length === 1
  return (
    <div className={styles.text}>
      <p>
        Podyard forgets {one ? <strong>{first?.name}</strong> : `these ${pods.length} hosts`} and{' '}
        {one ? 'its' : 'their'} settings.{' '}
        {decompose
          ? 'The machines below are stopped and deleted with their disks; all others stay as they are.'
          : 'The virtual machines keep running and keep their disks; they only disappear from Podyard.'}
      </p>
      {one ? null : (
        <ul className={styles.pods}>
          {pods.map((pod) => (
            <li key={pod.id}>{pod.name}</li>
          ))}
        </ul>
      )}
      {decompose ? null : <p>Adding the {one ? 'host' : 'hosts'} again brings them back.</p>}
    </div>
  )
}
