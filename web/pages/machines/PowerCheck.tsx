import { useMutation } from '@tanstack/react-query'
import type { Machine } from '../../../contract/machine.ts'
import { client, queryClient } from '../../api/client.ts'
import { toast } from '../../stores/announcements.ts'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { machineQuery } from './machine-queries.ts'
import { powerSentence } from './machine-words.ts'
import styles from './MachineState.module.css'

/** "check now": asks the host itself. */
export function PowerCheck({ machine }: { machine: Machine }) {
  const { system_id, hostname } = machine
  const check = useMutation({
    mutationFn: () => client.machineQueryPowerState({ system_id }),
    onSuccess: ({ state }) => {
      void queryClient.invalidateQueries({ queryKey: machineQuery(system_id).queryKey })
      if (state === 'unknown') toast(`The host of ${hostname} cannot be asked.`, 'caution')
      else toast(`${hostname}: ${powerSentence[state].toLowerCase()}.`)
    },
    onError: (error) => toast(error.problem.message, 'negative'),
  })
  const away = machine.podyard.live ? undefined : 'Its host cannot be reached.'
  const off = check.isPending || away !== undefined
  const button = (
    <button
      type="button"
      className={styles.check}
      aria-disabled={off || undefined}
      aria-busy={check.isPending || undefined}
      onClick={off ? undefined : () => check.mutate()}
    >
      check now<span className="visually-hidden">: power</span>
    </button>
  )
  return away === undefined ? button : <Tooltip content={away}>{button}</Tooltip>
}
