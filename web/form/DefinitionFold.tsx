import { useState } from 'react'
import type { Problem } from '../../contract/problem.ts'
import { CopyField } from '../ui/Copy.tsx'
import { Fold, FoldLabel } from './Fold.tsx'

export type Definition = { xml: string | undefined; problem: Problem | undefined }

type DefinitionFoldProps = {
  definition: Definition
  /** Whether anybody looks. */
  onToggle: (open: boolean) => void
}

/** What would be defined on the host, to the letter, before it is. */
export function DefinitionFold({ definition: { xml, problem }, onToggle }: DefinitionFoldProps) {
  const [open, setOpen] = useState(false)
  return (
    <Fold
      title="libvirt definition"
      open={open}
      onToggle={(next) => {
        setOpen(next)
        onToggle(next)
      }}
    >
      {xml === undefined ? (
        <FoldLabel>{problem?.message ?? 'It is shown once the fields are filled in.'}</FoldLabel>
      ) : (
        <CopyField text={xml} what="definition" wrap />
      )}
    </Fold>
  )
}
