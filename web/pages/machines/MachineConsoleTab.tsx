import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Machine } from '../../../contract/machine.ts'
import { announce } from '../../stores/announcements.ts'
import { Button } from '../../ui/Button.tsx'
import { useActionParam } from './actions/use-action-param.ts'
import { ConsoleOver } from './console/ConsoleOver.tsx'
import { ConsoleToolbar } from './console/ConsoleToolbar.tsx'
import styles from './console/MachineConsole.module.css'
import { useConsole } from './console/use-console.ts'
import { useMachine } from './machine-queries.ts'

/** `/machines/abc123/console` */
export function Component() {
  const machine = useMachine()
  // Another machine's console is another one.
  return <MachineConsole key={machine.system_id} machine={machine} />
}

function MachineConsole({ machine }: { machine: Machine }) {
  const { hostname, system_id } = machine
  const frame = useRef<HTMLElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const { phase, kinds, kind, link, again } = useConsole(system_id, place)
  const isRunning = machine.podyard.domain_state === 'running'
  const action = useActionParam()
  useReturn(isRunning, phase.is, again)
  useEffect(() => {
    if (phase.is !== 'open') return
    announce(`Console of ${hostname} opened. Shift and Escape lead out of it.`)
    // One came here to type; but not away from something else that is being typed.
    if (!document.activeElement?.matches('dialog *, input, textarea, select')) link?.focus()
  }, [phase.is, link, hostname])

  /** A console keeps every key, Tab included: this one leads out of it. */
  const leave = (event: KeyboardEvent) => {
    if (!event.shiftKey || event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    frame.current?.querySelector('button')?.focus()
  }

  return (
    <section ref={frame} className={styles.console} aria-label={`Console of ${hostname}`}>
      <ConsoleToolbar
        kind={kind}
        link={phase.is === 'open' ? link : null}
        onKind={(chosen) => again({ kind: chosen })}
        onReconnect={() => again()}
        onFullScreen={
          document.fullscreenEnabled ? () => void frame.current?.requestFullscreen() : undefined
        }
      />
      <div className={styles.place} onKeyDownCapture={leave}>
        <div ref={place} className={styles.guest} />
        <ConsoleOver
          phase={phase}
          kinds={kinds}
          kind={kind}
          onReconnect={() => again()}
          onTakeOver={() => again({ takeOver: true })}
          powerOn={
            isRunning ? null : (
              <Button variant="positive" icon="power" onClick={() => action.open('power-on')}>
                Power on
              </Button>
            )
          }
        />
      </div>
      <p className={styles.hint}>
        Every key goes to the machine. Shift+Esc takes the keyboard back.
      </p>
    </section>
  )
}

/** A machine that was off has a console again once it is on. */
function useReturn(isRunning: boolean, phase: string, again: () => void) {
  const wasRunning = useRef(isRunning)
  useEffect(() => {
    if (isRunning && !wasRunning.current && (phase === 'none' || phase === 'ended')) again()
    wasRunning.current = isRunning
  }, [isRunning, phase, again])
}
