import type { CommandLines } from '../../contract/command-line.ts'
import { commandLineStore, showCommandLine } from '../stores/command-line.ts'
import { useStore } from '../stores/store.ts'
import { CopyField } from '../ui/Copy.tsx'
import { Fold, FoldLabel } from './Fold.tsx'

/** What a call is in a shell: one block for the `maas` command, one for `curl`, each to be copied. */
export function CommandLineBlocks({ lines: { maas, curl, secrets } }: { lines: CommandLines }) {
  return (
    <>
      {maas === undefined ? null : (
        <div>
          <FoldLabel>
            With the <code>maas</code> command, for the profile of <code>maas login</code>:
          </FoldLabel>
          <CopyField text={maas} what="maas line" icon="terminal" wrap />
        </div>
      )}
      <div>
        <FoldLabel>
          With <code>curl</code>
          {curl.includes('$KEY') ? (
            <>
              , and an API key in <code>$KEY</code>
            </>
          ) : null}
          :
        </FoldLabel>
        <CopyField text={curl} what="curl line" icon="terminal" wrap />
      </div>
      {secrets.map((name) => (
        <FoldLabel key={name}>
          What is secret is not shown. Type it into the shell first: <code>read -rs {name}</code>
        </FoldLabel>
      ))}
    </>
  )
}

type CommandLineProps = {
  lines: CommandLines
  /** In their place while there is nothing to do. */
  nothing?: string | undefined
}

/** Under a form: the lines that would do the same. Whether they show is remembered, for all forms. */
export function CommandLine({ lines, nothing }: CommandLineProps) {
  const open = useStore(commandLineStore)
  return (
    <Fold title="Command line" open={open} onToggle={showCommandLine}>
      {nothing === undefined ? (
        <CommandLineBlocks lines={lines} />
      ) : (
        <FoldLabel>{nothing}</FoldLabel>
      )}
    </Fold>
  )
}
