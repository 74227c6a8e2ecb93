import type { DomainState, Machine, MachineStatus, PowerState } from '../../../contract/machine.ts'
import type { StatusTone } from '../../ui/StatusDot.tsx'

/** As a sentence has it: "Power on". */
export const powerSentence: Record<PowerState, string> = {
  on: 'Power on',
  off: 'Power off',
  error: 'Power error',
  unknown: 'Power unknown',
}

export const domainStateWords: Record<DomainState, string> = {
  nostate: 'No state',
  running: 'Running',
  blocked: 'Running, waits for the host',
  paused: 'Paused',
  shutdown: 'Shutting down',
  shutoff: 'Shut off',
  crashed: 'Crashed',
  pmsuspended: 'Suspended by its guest',
}

export const creationWords: Record<Machine['podyard']['creation'], string> = {
  pre_existing: 'Was on the pod before it was added',
  manual: 'Composed by hand',
  dynamic: 'Composed when somebody asked for a machine',
}

const tones: Record<MachineStatus, StatusTone> = {
  0: 'idle',
  1: 'active',
  2: 'negative',
  3: 'negative',
  4: 'positive',
  5: 'positive',
  6: 'positive',
  7: 'idle',
  8: 'negative',
  9: 'active',
  10: 'positive',
  11: 'negative',
  12: 'active',
  13: 'negative',
  21: 'active',
  22: 'negative',
}

export const statusTone = (status: number): StatusTone => tones[status as MachineStatus] ?? 'idle'
