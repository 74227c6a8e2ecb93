import type { CommandLines } from '../../contract/command-line.ts'
import { commandLineStore, showCommandLine } from '../stores/command-line.ts'
import { useStore } from '../stores/store.ts'
import { CopyField } from '../ui/Copy.tsx'
import { Icon } from '../ui/Icon.tsx'
import styles from './CommandLine.module.css'

/** What a call is in a shell: one block for the `maas` command, one for `curl`, each to be copied. */
export function CommandLineBlocks({ lines: { maas, curl, secrets } }: { lines: CommandLines }) {
  return (
    <div className={styles.blocks}>
      {maas === undefined ? null : (
        <div>
          <p className={styles.label}>
            With the <code>maas</code> command, for the profile of <code>maas login</code>:
          </p>
          <CopyField text={maas} what="maas line" icon="terminal" wrap />
        </div>
      )}
      <div>
        <p className={styles.label}>
          With <code>curl</code>
          {curl.includes('$KEY') ? (
            <>
              , and an API key in <code>$KEY</code>
            </>
          ) : null}
          :
        </p>
        <CopyField text={curl} what="curl line" icon="terminal" wrap />
      </div>
      {secrets.map((name) => (
        <p key={name} className={styles.label}>
          What is secret is not shown. Type it into the shell first: <code>read -rs {name}</code>
        </p>
      ))}
    </div>
  )
}

type CommandLineProps = {
  lines: CommandLines
  /** In their place while there is nothing to do. */
  nothing?: string | undefined
}

/** Under a form: the lines that would do the same, folded away until wanted, everywhere and for good. */
export function CommandLine({ lines, nothing }: CommandLineProps) {
  const open = useStore(commandLineStore)
  return (
    <details
      className={styles.section}
      open={open}
      onToggle={(event) => showCommandLine(event.currentTarget.open)}
    >
      <summary className={styles.summary}>
        <Icon name="chevron-right" size={14} />
        <span>Command line</span>
      </summary>
      <div className={styles.content}>
        {nothing === undefined ? (
          <CommandLineBlocks lines={lines} />
        ) : (
          <p className={styles.label}>{nothing}</p>
        )}
      </div>
    </details>
  )
}
