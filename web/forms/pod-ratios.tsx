import type { Control } from 'react-hook-form'
import type { Pod, StoragePoolDetails } from '../../contract/pod.ts'
import { RatioField } from '../form/RatioField.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { PodOverCommit } from './pod-over-commit.tsx'
import type { PodEditValues } from './pod-edit-values.ts'
import styles from './pod-edit.module.css'
import { type Resource, roomText } from './pod-what-if.ts'

type PodRatiosProps = {
  control: Control<PodEditValues>
  disabled: boolean
  pod: Pod
  values: Pick<PodEditValues, 'cpu_over_commit_ratio' | 'memory_over_commit_ratio'>
}

/** Both over commit ratios with what they mean, and the pool for new disks. */
export function PodRatios({ pod, values, ...field }: PodRatiosProps) {
  const { cpu_over_commit_ratio: cpu, memory_over_commit_ratio: memory } = values
  return (
    <>
      <RatioField
        {...field}
        name="cpu_over_commit_ratio"
        label="CPU over commit"
        whatIf={showing(pod, 'cpu', cpu)}
      />
      <RatioField
        {...field}
        name="memory_over_commit_ratio"
        label="Memory over commit"
        whatIf={showing(pod, 'memory', memory)}
      />
      <p className={styles.room} aria-live="polite">
        {roomText(pod, cpu, memory)}
      </p>
      <SelectField
        {...field}
        name="default_storage_pool"
        label="Default storage pool"
        placeholder="None"
        options={pod.podyard.storage_pools.map(poolOption)}
      />
    </>
  )
}

const showing = (pod: Pod, resource: Resource, text: string) => () => (
  <PodOverCommit pod={pod} resource={resource} text={text} />
)

const poolOption = ({ id, name, state }: StoragePoolDetails) => ({
  value: id,
  label: state === 'running' ? name : `${name} (${state})`,
})
