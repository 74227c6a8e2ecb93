import type { Machine, MachineStatus } from '../../../../contract/machine.ts'
import {
  type MachineAction,
  type MachineCaller,
  type MachineSituation,
  situationOf,
  whyNot,
} from '../../../../contract/rules/machine-can.ts'

/** What actions need to know of a machine: a row of the list knows as much. */
export type ActionTarget = Omit<MachineSituation, 'status'> & {
  status: number
  disk_count: number
  tag_names: readonly string[]
}

export const targetOf = (machine: Machine): ActionTarget => ({
  ...situationOf(machine),
  disk_count: machine.blockdevice_set.length,
  tag_names: machine.tag_names,
})

/** Machines that an action is not possible for, all for the same reason. */
export type Unable = { label: string; hostnames: string[] }

export type Ability = { able: ActionTarget[]; unable: Unable[] }

/** Which machines an action is possible for, and why not for the others. */
export function abilityOf(
  action: MachineAction,
  targets: readonly ActionTarget[],
  caller: MachineCaller,
): Ability {
  const able: ActionTarget[] = []
  const unable = new Map<string, string[]>()
  for (const target of targets) {
    const situation = { ...target, status: target.status as MachineStatus }
    const refusal = whyNot(action, situation, caller)
    if (refusal === null) {
      able.push(target)
      continue
    }
    const hostnames = unable.get(refusal.label) ?? []
    hostnames.push(target.hostname)
    unable.set(refusal.label, hostnames)
  }
  return {
    able,
    unable: [...unable].map(([label, hostnames]) => ({ label, hostnames })),
  }
}
