import type { Pod } from '../../contract/pod.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { Meanwhile } from './pod-edit-values.ts'

type PodMeanwhileProps = {
  changes: readonly Meanwhile[]
  pod: Pod
  onAdopt: () => void
  onKeep: () => void
}

/** Somebody else saved this pod while it is being edited here. */
export function PodMeanwhile({ changes, pod, onAdopt, onKeep }: PodMeanwhileProps) {
  if (changes.length === 0) return null
  return (
    <Notice
      announce
      tone="caution"
      title="This pod was changed meanwhile"
      actions={
        <>
          <Button size="small" onClick={onAdopt}>
            Use the new {changes.length === 1 ? 'value' : 'values'}
          </Button>
          <Button size="small" variant="quiet" onClick={onKeep}>
            Keep mine
          </Button>
        </>
      }
    >
      <ul>
        {changes.map((change) => (
          <li key={change.name}>
            {change.label} is now <strong>{shown(change, pod)}</strong>.
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function shown({ name, value }: Meanwhile, pod: Pod): string {
  if (value === '') return 'empty'
  if (name !== 'default_storage_pool') return value
  return pod.podyard.storage_pools.find(({ id }) => id === value)?.name ?? value
}
