import type { ReactNode } from 'react'
import type { Fix } from '../../../../contract/check.ts'
import type { ConsoleChoice, ConsoleKind } from '../../../../contract/console.ts'
import { explainEnd } from '../../../../contract/rules/console-ends.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyField } from '../../../ui/Copy.tsx'
import styles from './MachineConsole.module.css'
import type { ConsolePhase } from './use-console.ts'

type ConsoleOverProps = {
  phase: ConsolePhase
  kinds: readonly ConsoleChoice[]
  kind: ConsoleKind | null
  onReconnect: () => void
  onTakeOver: () => void
  /** Null while the machine is on. */
  powerOn: ReactNode
}

/** What lies over a console that is not open: why, and what to do. */
export function ConsoleOver(props: ConsoleOverProps) {
  const { phase, kinds, kind, onReconnect, onTakeOver, powerOn } = props
  const again = (
    <Button variant="positive" icon="refresh" onClick={onReconnect}>
      Reconnect
    </Button>
  )
  switch (phase.is) {
    case 'open':
      return null
    case 'connecting':
      return (
        <output className={styles.over}>
          <span className={styles.connecting}>Connecting</span>
        </output>
      )
    case 'refused': {
      const { message, fix = null } = phase.problem
      return <Over title="The console cannot be opened" text={message} fix={fix} actions={again} />
    }
    case 'none': {
      const why = kinds.filter((each) => kind === null || each.kind === kind)
      const reasons = [...new Set(why.flatMap(({ reason }) => reason ?? []))]
      const [only] = reasons.length === 1 ? reasons : []
      return (
        <Over
          title={only ?? 'There is no console to open.'}
          text={only === undefined ? reasons.join(' ') : null}
          fix={powerOn ? null : (why[0]?.fix ?? null)}
          actions={powerOn ?? again}
        />
      )
    }
    case 'ended': {
      const { title, text, fix } = explainEnd(phase.end, phase.detail)
      const takeOver = (
        <Button variant="negative" onClick={onTakeOver}>
          Take over
        </Button>
      )
      return (
        <Over
          title={title}
          text={text}
          fix={fix}
          actions={phase.end === 'taken' ? takeOver : (powerOn ?? again)}
        />
      )
    }
    default:
      return phase satisfies never
  }
}

type OverProps = { title: string; text: string | null; fix: Fix | null; actions: ReactNode }

function Over(props: OverProps) {
  const { title, text, fix, actions } = props
  return (
    <div className={styles.over}>
      <div className={styles.card} role="alert">
        <p className={styles.title}>{title}</p>
        {text === null ? null : <p className={styles.text}>{text}</p>}
        {fix ? <p className={styles.text}>{fix.text}</p> : null}
        {fix?.command ? (
          <div className={styles.command}>
            <CopyField text={fix.command} what="command" icon="terminal" wrap />
          </div>
        ) : null}
        <div className={styles.actions}>{actions}</div>
      </div>
    </div>
  )
}
