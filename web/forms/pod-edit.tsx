import { useEffect, useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { commandLines } from '../../contract/command-line.ts'
import { type Pod, podTypeTitles } from '../../contract/pod.ts'
import { CommandLine } from '../form/CommandLine.tsx'
import { InlineForm } from '../form/InlineForm.tsx'
import { FieldColumn, FieldColumns } from '../ui/Field.tsx'
import type { Option } from '../ui/Select.tsx'
import { MeanwhileNotice } from './meanwhile.tsx'
import { PodAttempt } from './pod-attempt.tsx'
import { useConnect } from './pod-connect.ts'
import { PodEditAddress, PodEditPlace } from './pod-edit-fields.tsx'
import {
  changedMeanwhile,
  inWords,
  podChanges,
  type PodChanges,
  podEditValues,
  reconnects,
} from './pod-edit-values.ts'
import styles from './pod-edit.module.css'
import { PodRatios } from './pod-ratios.tsx'

type PodEditFormProps = {
  pod: Pod
  zones: readonly Option[]
  resourcePools: readonly Option[]
  /** Otherwise the fields show what is, and nothing can be changed. */
  editing: boolean
  update: (changes: PodChanges, options: { signal: AbortSignal }) => Promise<Pod>
  onDone: () => void
}

/** Mounted anew when editing begins or ends: what is typed is never overwritten by what happens meanwhile. */
export function PodEditForm(props: PodEditFormProps) {
  const now = podEditValues(props.pod)
  return <Mounted key={props.editing ? 'edit' : JSON.stringify(now)} {...props} />
}

function Mounted({ pod, zones, resourcePools, editing, update, onDone }: PodEditFormProps) {
  const now = podEditValues(pod)
  const [base, setBase] = useState(now)
  const form = useForm({ defaultValues: base })
  const { control, setFocus } = form
  // "Edit" is gone, and was pressed to change something here.
  useEffect(() => {
    if (editing) setFocus('zone')
  }, [editing, setFocus])
  const connect = useConnect()
  const [showSteps, setShowSteps] = useState(false)
  const values = useWatch({ control, compute: (all) => all })
  const off = !editing || connect.running
  const field = { control, disabled: off }
  const meanwhile = editing && !connect.running ? changedMeanwhile(base, now) : []

  const submit = async () => {
    const changes = podChanges(base, form.getValues())
    if (Object.keys(changes).length === 0) return onDone()
    setShowSteps(reconnects(changes))
    const saved = await connect.run(form.getValues('power_address'), (connecting, options) =>
      update({ ...changes, ...connecting }, options),
    )
    if (saved) onDone()
    return undefined
  }

  const trust = (fingerprint: string) => {
    connect.trust(form.getValues('power_address'), fingerprint)
    void form.handleSubmit(submit)()
  }

  const adopt = () => {
    for (const { name, value } of meanwhile) form.setValue(name, value)
    setBase(now)
  }

  const stepsShown = connect.state.phase !== 'running' || showSteps
  return (
    <InlineForm
      form={form}
      label="Pod configuration"
      submitLabel="Save changes"
      onSubmit={() => void submit()}
      onCancel={connect.running ? connect.cancel : onDone}
      submitError={connect.refusal}
      loading={connect.running}
      readOnly={!editing}
    >
      <MeanwhileNotice
        what="pod"
        changes={meanwhile.map((change) => ({
          name: change.name,
          label: change.label,
          value: inWords(change, pod),
        }))}
        onAdopt={adopt}
        onKeep={() => setBase(now)}
      />
      <FieldColumns>
        <FieldColumn>
          <PodEditPlace
            {...field}
            type={podTypeTitles[pod.type]}
            tags={pod.tags}
            editing={editing}
            zones={zones}
            resourcePools={resourcePools}
          />
        </FieldColumn>
        <FieldColumn>
          <PodEditAddress
            {...field}
            pod={pod}
            editing={editing}
            removePassword={values.remove_password}
          />
          <PodRatios {...field} pod={pod} values={values} />
        </FieldColumn>
      </FieldColumns>
      {stepsShown ? (
        <div className={styles.attempt}>
          <PodAttempt state={connect.state} failure="Nothing was changed" onTrust={trust} />
        </div>
      ) : null}
      {editing ? <AsCommand id={pod.id} changes={podChanges(base, values)} /> : null}
    </InlineForm>
  )
}

/** The same in a shell, while it is typed. */
function AsCommand({ id, changes }: { id: number; changes: PodChanges }) {
  const nothing = Object.keys(changes).length === 0 ? 'Nothing is changed yet.' : undefined
  const lines = commandLines('podUpdate', { id, ...changes }, { origin: location.origin })
  return <CommandLine lines={lines} nothing={nothing} />
}
