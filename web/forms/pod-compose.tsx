import { type Control, useForm, useWatch } from 'react-hook-form'
import { Link } from 'react-router'
import type { ApiError } from '../../contract/client.ts'
import { commandLines } from '../../contract/command-line.ts'
import { composeStepTitles } from '../../contract/compose.ts'
import type { Pod } from '../../contract/pod.ts'
import { CommandLine } from '../form/CommandLine.tsx'
import { FormDialog } from '../form/FormDialog.tsx'
import { FormProblem } from '../form/FormProblem.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { Option } from '../ui/Select.tsx'
import { PodComposeAdvanced } from './pod-compose-advanced.tsx'
import { outlookOf } from './pod-compose-check.ts'
import { PodComposeDisks } from './pod-compose-disks.tsx'
import { PodComposeInterfaces } from './pod-compose-interfaces.tsx'
import { PodComposeMachine } from './pod-compose-machine.tsx'
import styles from './pod-compose.module.css'
import { PodComposeOutlook } from './pod-compose-outlook.tsx'
import {
  composeDefaults,
  type ComposeInput,
  type ComposeValues,
  type ComposeWish,
  toPodCompose,
} from './pod-compose-values.ts'

type PodComposeFormProps = {
  pod: Pod
  wish: ComposeWish
  /** By id. */
  zones: readonly Option[]
  resourcePools: readonly Option[]
  /** Why nobody, or not this user, can compose here. */
  disabledReason: string | undefined
  onCompose: (input: ComposeInput) => void
  onDismiss: () => void
  submitError: ApiError | null
  loading: boolean
  composed: boolean
}

export function PodComposeForm(props: PodComposeFormProps) {
  const { pod, zones, resourcePools, disabledReason, onCompose, loading, submitError } = props
  // What is typed is never overwritten by what happens to the pod meanwhile; only its hints follow.
  const form = useForm<ComposeValues>({ defaultValues: composeDefaults(pod, props.wish) })
  const { control } = form
  const field = { control, disabled: loading, pod }
  const pinned = useWatch({ control, name: 'pinned_cores' }).trim() !== ''
  return (
    <FormDialog
      form={form}
      title="Compose machine"
      width="wide"
      submitLabel="Compose machine"
      submitDisabledReason={disabledReason}
      onSubmit={(values) => onCompose(toPodCompose(pod, values))}
      onDismiss={props.onDismiss}
      submitError={submitError}
      hideProblem
      loading={loading}
      saved={props.composed}
    >
      {disabledReason === undefined ? null : (
        <Notice
          tone="caution"
          title={disabledReason}
          actions={<Link to="/pods/room">Where would they fit?</Link>}
        />
      )}
      <div className={styles.fields}>
        <PodComposeMachine {...field} zones={zones} resourcePools={resourcePools} pinned={pinned} />
        <PodComposeInterfaces {...field} />
        <PodComposeDisks {...field} />
        <PodComposeAdvanced {...field} />
        <AsCommand pod={pod} control={control} />
        <FormProblem
          form={form}
          submitError={submitError}
          title={submitError ? failedAt(submitError) : undefined}
        />
      </div>
      <LiveOutlook pod={pod} control={control} />
    </FormDialog>
  )
}

/** Undefined where the refusal says it all. */
function failedAt({ problem: { step } }: ApiError): string | undefined {
  return step === undefined
    ? undefined
    : `The machine was not composed: it failed at “${composeStepTitles[step]}”`
}

type LiveProps = { pod: Pod; control: Control<ComposeValues> }

function LiveOutlook({ pod, control }: LiveProps) {
  const values = useWatch({ control, compute: (all) => all })
  return <PodComposeOutlook outlook={outlookOf(pod, values)} />
}

/** The same in a shell, while it is typed. */
function AsCommand({ pod, control }: LiveProps) {
  const values = useWatch({ control, compute: (all) => all })
  const options = { origin: location.origin, defaults: { storage: 'root:8' } }
  const lines = commandLines('podCompose', { id: pod.id, ...toPodCompose(pod, values) }, options)
  return <CommandLine lines={lines} />
}
