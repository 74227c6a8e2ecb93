import type { MachineStatus } from '../../../../contract/machine.ts'
import type { MachineSummary } from '../../../../contract/machine-page.ts'
import { type MachineCaller, whyNot } from '../../../../contract/rules/machine-can.ts'
import { type ActionSpec, actions } from '../../machines/actions/actions.ts'
import type { Entry } from './entries.ts'

type Context = {
  machines: readonly MachineSummary[]
  caller: MachineCaller
  /** The machine whose page one is on. */
  current: string | undefined
  go: (path: string) => void
}

const machinesAtMost = 20

/** What of a search is about machines: "web" of "power off web". */
export function machineWords(search: string): string {
  const typed = search.trim()
  const action = actions.find(({ label }) =>
    typed.toLowerCase().startsWith(`${label.toLowerCase()} `),
  )
  return action ? typed.slice(action.label.length).trim() : typed
}

/**
 * What can be done now: with the machine whose page one is on, and with those that "power off web" names. Not with
 * every machine: there may be ten thousand.
 */
export function machineActionEntries(search: string, context: Context): Entry[] {
  const { machines, current } = context
  const here = machines.filter(({ system_id }) => system_id === current)
  const typed = search.trim().toLowerCase()
  const named = actions.flatMap((action) => {
    const label = `${action.label.toLowerCase()} `
    if (!typed.startsWith(label)) return []
    const words = typed.slice(label.length)
    return machines
      .filter(({ fqdn, system_id }) => system_id !== current && fqdn.includes(words))
      .slice(0, machinesAtMost)
      .flatMap((machine) => entry(action, machine, context))
  })
  return [
    ...here.flatMap((machine) => actions.flatMap((action) => entry(action, machine, context))),
    ...named,
  ]
}

function entry(action: ActionSpec, machine: MachineSummary, { caller, go }: Context): Entry[] {
  const { system_id, hostname } = machine
  const situation = { ...machine, status: machine.status as MachineStatus }
  if (whyNot(action.rule, situation, caller) !== null) return []
  const page = `/machines/${system_id}`
  return [
    {
      id: `${action.id}-${system_id}`,
      label: `${action.label} ${hostname}`,
      detail: `Action on ${machine.pod.name}`,
      icon: action.negative ? 'trash' : 'power',
      words: system_id,
      run: () => go(action.page ? `${page}/${action.page}` : `${page}?action=${action.id}`),
    },
  ]
}
