import { type Control, useForm, useWatch } from 'react-hook-form'
import { commandLines } from '../../contract/command-line.ts'
import type { Pod } from '../../contract/pod.ts'
import { CommandLine } from '../form/CommandLine.tsx'
import { TextField } from '../form/TextField.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { PodRoomResult } from './pod-room-result.tsx'
import { roomDefaults, roomQuestion, type RoomValues } from './pod-room-values.ts'
import styles from './pod-room.module.css'

type PodRoomFormProps = {
  pods: readonly Pod[]
  /** Whether this user may compose. */
  canCompose: boolean
  onDismiss: () => void
}

/** "Where would 20 of these fit?" Asks nobody: the answer changes with every key, and with the pods. */
export function PodRoomForm({ pods, canCompose, onDismiss }: PodRoomFormProps) {
  const { control } = useForm<RoomValues>({ defaultValues: roomDefaults, mode: 'onChange' })
  const number = { control, inputMode: 'numeric', stacked: true } as const
  return (
    <Dialog
      title="Where would they fit?"
      width="wide"
      onDismiss={onDismiss}
      footer={
        <DialogActions>
          <Button onClick={onDismiss}>Close</Button>
        </DialogActions>
      }
    >
      <div className={styles.form}>
        <div className={styles.fields}>
          <TextField {...number} name="count" label="How many machines" />
          <TextField {...number} name="cores" label="Cores of each" />
          <TextField {...number} name="memory" label="RAM of each (MiB)" />
          <TextField {...number} name="storage" label="Disk of each (GB)" inputMode="decimal" />
        </div>
        <Answer control={control} pods={pods} canCompose={canCompose} />
      </div>
    </Dialog>
  )
}

type AnswerProps = Pick<PodRoomFormProps, 'pods' | 'canCompose'> & { control: Control<RoomValues> }

function Answer({ control, pods, canCompose }: AnswerProps) {
  const question = roomQuestion(useWatch({ control, compute: (all) => all }))
  if (!question.ok) return <output className={styles.sentence}>{question.message}</output>
  const lines = commandLines('capacityRead', question.value, { origin: location.origin })
  return (
    <>
      <PodRoomResult question={question.value} pods={pods} canCompose={canCompose} />
      <CommandLine lines={lines} />
    </>
  )
}
