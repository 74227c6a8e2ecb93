import type { EndpointName, Input } from '../../../../contract/endpoints.ts'
import type { MachineAction } from '../../../../contract/rules/machine-can.ts'
import {
  type MachineActionPart,
  type MachineActionValues,
  retagged,
} from '../../../forms/machine-action-values.ts'
import { deletion, release } from './consequences.ts'
import type { ActionTarget } from './targets.ts'

export type ActionSpec = {
  /** In the address: `?action=power-on`. */
  id: string
  label: string
  /** On the button, where the label does not take an object: "Mark 3 machines broken". */
  submit?: (what: string) => string
  /** What `contract/rules` decides it by. */
  rule: MachineAction
  /** "3 of 5 can be powered on", "web1 was powered on". */
  participle: string
  /** "Powering on" */
  gerund: string
  negative?: true
  /** Begins another group of the menu. */
  apart?: true
  /** It has a dialog of its own, for one machine: `/machines/abc123/deploy`. */
  page?: string
  /** What will happen, a sentence each; beyond what the label says. */
  explain: (targets: readonly ActionTarget[]) => readonly string[]
  /** Those whose disks it destroys. */
  destroys?: (targets: readonly ActionTarget[]) => readonly ActionTarget[]
  parts: readonly MachineActionPart[]
  call: (target: ActionTarget, values: MachineActionValues) => Call
}

/** One call of the API. */
export type Call = { name: EndpointName; input: Record<string, unknown> }

const call = <N extends EndpointName>(
  name: N,
  input: Input<N> & Record<string, unknown>,
): Call => ({
  name,
  input,
})

const say =
  (...sentences: string[]) =>
  () =>
    sentences

/** An empty comment is none. */
const said = ({ comment }: MachineActionValues) => (comment === '' ? {} : { comment })

/** All that can be done to machines, in the order of the menu. */
export const actions: readonly ActionSpec[] = [
  {
    id: 'commission',
    label: 'Commission',
    rule: 'commission',
    participle: 'commissioned',
    gerund: 'Commissioning',
    explain: say(
      'Podyard reads anew what the host knows of it: cores, memory, disks, interfaces.',
      'Nothing is rebooted; what runs goes on running.',
    ),
    parts: [],
    call: ({ system_id }) => call('machineCommission', { system_id }),
  },
  {
    id: 'acquire',
    label: 'Acquire',
    rule: 'acquire',
    participle: 'acquired',
    gerund: 'Acquiring',
    explain: say('It becomes yours until it is released.'),
    parts: ['comment'],
    call: ({ system_id }, values) => call('machineAllocate', { system_id, ...said(values) }),
  },
  {
    id: 'deploy',
    label: 'Deploy',
    rule: 'deploy',
    participle: 'deployed',
    gerund: 'Deploying',
    page: 'deploy',
    explain: say(),
    parts: [],
    call: ({ system_id }) => call('machineDeploy', { system_id }),
  },
  {
    id: 'release',
    label: 'Release',
    rule: 'release',
    participle: 'released',
    gerund: 'Releasing',
    explain: release,
    destroys: (targets) => targets.filter(({ creation }) => creation === 'dynamic'),
    parts: ['disks', 'comment'],
    call: ({ system_id }, values) =>
      call('machineRelease', {
        system_id,
        ...(values.disks === 'erase' ? { erase: true } : {}),
        ...said(values),
      }),
  },
  {
    id: 'abort',
    label: 'Abort',
    rule: 'abort',
    participle: 'aborted',
    gerund: 'Aborting',
    explain: say('What it is going through stops where it is: the machine is not deleted.'),
    parts: ['comment'],
    call: ({ system_id }, values) => call('machineAbort', { system_id, ...said(values) }),
  },
  {
    id: 'power-on',
    label: 'Power on',
    rule: 'power_on',
    participle: 'powered on',
    gerund: 'Powering on',
    apart: true,
    explain: say(),
    parts: ['comment'],
    call: ({ system_id }, values) => call('machinePowerOn', { system_id, ...said(values) }),
  },
  {
    id: 'power-off',
    label: 'Power off',
    rule: 'power_off',
    participle: 'powered off',
    gerund: 'Powering off',
    explain: say(),
    parts: ['stop_mode', 'comment'],
    call: ({ system_id }, values) =>
      call('machinePowerOff', { system_id, stop_mode: values.stop_mode, ...said(values) }),
  },
  {
    id: 'mark-broken',
    label: 'Mark broken',
    submit: (what) => `Mark ${what} broken`,
    rule: 'mark_broken',
    participle: 'marked broken',
    gerund: 'Marking broken',
    apart: true,
    explain: say('Nobody can acquire or deploy it until it is marked fixed.'),
    parts: ['comment'],
    call: ({ system_id }, values) => call('machineMarkBroken', { system_id, ...said(values) }),
  },
  {
    id: 'mark-fixed',
    label: 'Mark fixed',
    submit: (what) => `Mark ${what} fixed`,
    rule: 'mark_fixed',
    participle: 'marked fixed',
    gerund: 'Marking fixed',
    explain: say(),
    parts: ['comment'],
    call: ({ system_id }, values) => call('machineMarkFixed', { system_id, ...said(values) }),
  },
  {
    id: 'lock',
    label: 'Lock',
    rule: 'lock',
    participle: 'locked',
    gerund: 'Locking',
    explain: say('Nobody can change, stop or delete it until it is unlocked.'),
    parts: ['comment'],
    call: ({ system_id }, values) => call('machineLock', { system_id, ...said(values) }),
  },
  {
    id: 'unlock',
    label: 'Unlock',
    rule: 'unlock',
    participle: 'unlocked',
    gerund: 'Unlocking',
    explain: say(),
    parts: ['comment'],
    call: ({ system_id }, values) => call('machineUnlock', { system_id, ...said(values) }),
  },
  {
    id: 'set-zone',
    label: 'Set zone',
    submit: () => 'Set zone',
    rule: 'update',
    participle: 'moved to another zone',
    gerund: 'Setting the zone',
    apart: true,
    explain: say(),
    parts: ['zone'],
    call: ({ system_id }, { zone }) => call('machineUpdate', { system_id, zone }),
  },
  {
    id: 'set-pool',
    label: 'Set pool',
    submit: () => 'Set pool',
    rule: 'update',
    participle: 'moved to another resource pool',
    gerund: 'Setting the resource pool',
    explain: say(),
    parts: ['pool'],
    call: ({ system_id }, { pool }) => call('machineUpdate', { system_id, pool }),
  },
  {
    id: 'tag',
    label: 'Tag',
    rule: 'update',
    participle: 'tagged',
    gerund: 'Tagging',
    explain: say(),
    parts: ['tags'],
    call: ({ system_id, tag_names }, values) =>
      call('machineUpdate', { system_id, tags: retagged(tag_names, values) }),
  },
  {
    id: 'delete',
    label: 'Delete',
    rule: 'delete',
    participle: 'deleted',
    gerund: 'Deleting',
    negative: true,
    apart: true,
    explain: deletion,
    destroys: (targets) => targets.filter(({ creation }) => creation !== 'pre_existing'),
    parts: [],
    call: ({ system_id }) => call('machineDelete', { system_id }),
  },
]
