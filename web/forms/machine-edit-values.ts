import type { Input } from '../../contract/endpoints.ts'
import type { Machine } from '../../contract/machine.ts'

/** The configuration as it stands on the screen. */
export type MachineEditValues = {
  hostname: string
  zone: string
  pool: string
  tags: string
  description: string
}

export const machineEditValues = (machine: Machine): MachineEditValues => ({
  hostname: machine.hostname,
  zone: machine.zone.name,
  pool: machine.pool.name,
  tags: machine.tag_names.join(', '),
  description: machine.description,
})

export type MachineChanges = Omit<Input<'machineUpdate'>, 'system_id'>

const labels: Record<keyof MachineEditValues, string> = {
  hostname: 'Hostname',
  zone: 'Zone',
  pool: 'Resource pool',
  tags: 'Tags',
  description: 'Description',
}

const names = Object.keys(labels) as (keyof MachineEditValues)[]

/** What was changed and that alone: whoever edits the rest at the same time keeps their changes. */
export function machineChanges(base: MachineEditValues, values: MachineEditValues): MachineChanges {
  const changed = names.filter((name) => values[name].trim() !== base[name])
  return Object.fromEntries(changed.map((name) => [name, values[name].trim()]))
}

export type MachineMeanwhile = { name: keyof MachineEditValues; label: string; value: string }

/** What somebody else changed since editing began. */
export const machineMeanwhile = (
  base: MachineEditValues,
  now: MachineEditValues,
): MachineMeanwhile[] =>
  names
    .filter((name) => base[name] !== now[name])
    .map((name) => ({ name, label: labels[name], value: now[name] }))
