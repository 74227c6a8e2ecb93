import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'

type MeanwhileNoticeProps = {
  /** What is edited: "pod". */
  what: string
  /** What it is by now, in words. */
  changes: readonly { name: string; label: string; value: string }[]
  onAdopt: () => void
  onKeep: () => void
}

/** Somebody else saved what is being edited here. */
export function MeanwhileNotice({ what, changes, onAdopt, onKeep }: MeanwhileNoticeProps) {
  if (changes.length === 0) return null
  return (
    <Notice
      announce
      tone="caution"
      title={`This ${what} was changed meanwhile`}
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
        {changes.map(({ name, label, value }) => (
          <li key={name}>
            {label} is now <strong>{value === '' ? 'empty' : value}</strong>.
          </li>
        ))}
      </ul>
    </Notice>
  )
}
