import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { client, queryClient } from '../../../api/client.ts'
import type { MachineActionValues } from '../../../forms/machine-action-values.ts'
import { announce, toast } from '../../../stores/announcements.ts'
import { type Batch, useBatch } from '../../batch/use-batch.ts'
import { machineQuery } from '../machine-queries.ts'
import type { ActionSpec, Call } from './actions.ts'
import { machineCount } from './consequences.ts'
import type { ActionTarget } from './targets.ts'

/** One action on some machines: as it was begun, whatever is selected by now. */
export type Begun = {
  action: ActionSpec
  targets: readonly ActionTarget[]
  values: MachineActionValues
}

export type ActionRun = Pick<Batch<string>, 'jobs' | 'running'> & {
  /** How many could not be done. */
  failed: number
  /** What is under way or has ended. */
  begun: Begun | undefined
  /** Answers whether all went well; tells it in any case. */
  start: (begun: Begun) => Promise<boolean>
  /** The same once more on those that failed. */
  retry: () => Promise<boolean>
  clear: () => void
  /** Nobody looks any more: what is under way goes on, and its end is told aloud. */
  leave: () => void
}

export function useActionRun(): ActionRun {
  const { jobs, running, run, clear } = useBatch<string>()
  const [begun, setBegun] = useState<Begun>()
  const watched = useRef(true)
  useEffect(
    () => () => {
      watched.current = false
    },
    [],
  )
  const { mutateAsync } = useMutation({
    mutationFn: ({ name, input }: Call) =>
      (client[name] as (input: Call['input']) => Promise<unknown>)(input),
  })

  const attempt = async (what: Begun, targets: readonly ActionTarget[]) => {
    const { action, values } = what
    watched.current = true
    const byId = new Map(targets.map((target) => [target.system_id, target]))
    const { done, failed } = await run([...byId.keys()], async (id) => {
      const target = byId.get(id)
      if (target) await mutateAsync(action.call(target, values))
    })
    // A deleted one is asked for by nobody; the others are shown as they are by now.
    if (action.id !== 'delete') {
      for (const id of done) void queryClient.invalidateQueries(machineQuery(id))
    }
    if (done.length > 0) toast(`${subject(targets, done)} ${doneWords(what)}.`)
    if (failed.length > 0) {
      const text = `${subject(targets, failed)} not ${action.participle}.`
      // The dialog shows it.
      if (watched.current) announce(text)
      else toast(text, 'negative')
    }
    return failed.length === 0
  }

  const isFailed = ({ system_id }: ActionTarget) => jobs.get(system_id)?.state === 'failed'

  return {
    jobs,
    running,
    failed: [...jobs.values()].filter(({ state }) => state === 'failed').length,
    begun,
    start: (what) => {
      setBegun(what)
      return attempt(what, what.targets)
    },
    retry: async () => !begun || attempt(begun, begun.targets.filter(isFailed)),
    clear: () => {
      setBegun(undefined)
      clear()
    },
    leave: () => {
      watched.current = false
      if (running) return
      setBegun(undefined)
      clear()
    },
  }
}

/** "web1 was", "3 machines were" */
function subject(targets: readonly ActionTarget[], ids: readonly string[]): string {
  const [first] = ids
  if (ids.length !== 1) return `${machineCount(ids.length)} were`
  return `${targets.find(({ system_id }) => system_id === first)?.hostname ?? first} was`
}

const doneWords = ({ action, values }: Begun) =>
  action.id === 'power-off' && values.stop_mode === 'soft'
    ? 'asked to shut down'
    : action.participle
