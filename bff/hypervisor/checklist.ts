import { checkNames, type Check, type CheckName, type Fix } from '../../contract/check.ts'

/** The steps of reaching one host, as they happen. Each is told when it starts and when it ends. */
export type Checklist = {
  start: (name: CheckName) => void
  ok: (name: CheckName, detail: string | null) => void
  warn: (name: CheckName, detail: string, fix: Fix | null) => void
  fail: (name: CheckName, detail: string, fix: Fix | null) => void
  skip: (name: CheckName, detail: string) => void
  /** The step that has started and not ended. */
  running: () => CheckName | undefined
  /** Every step that has ended, in the order of the contract. */
  ended: () => Check[]
}

export type ChecklistOptions = {
  onCheck?: ((check: Check) => void) | undefined
  /** Milliseconds of a clock that never goes back. */
  now?: () => number
}

export function createChecklist({
  onCheck,
  now = () => performance.now(),
}: ChecklistOptions): Checklist {
  const started = new Map<CheckName, number>()
  const checks = new Map<CheckName, Check>()

  const end = (name: CheckName, state: Check['state'], detail: string | null, fix: Fix | null) => {
    const at = now()
    const duration_ms = Math.round(at - (started.get(name) ?? at))
    const check: Check = { name, state, detail, fix, duration_ms }
    started.delete(name)
    checks.set(name, check)
    onCheck?.(check)
  }

  return {
    start(name) {
      started.set(name, now())
      onCheck?.({ name, state: 'running', detail: null, fix: null, duration_ms: null })
    },
    ok: (name, detail) => end(name, 'ok', detail, null),
    warn: (name, detail, fix) => end(name, 'warning', detail, fix),
    fail: (name, detail, fix) => end(name, 'failed', detail, fix),
    skip: (name, detail) => end(name, 'skipped', detail, null),
    running: () => [...started.keys()].at(-1),
    ended: () => checkNames.flatMap((name) => checks.get(name) ?? []),
  }
}
