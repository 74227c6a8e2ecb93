/** What MAAS's operations on machines take. */
import * as z from 'zod/mini'
import { choice, doc, flag, looseText, repeated, text, wholeNumber } from './fields.ts'

const optional = <S extends z.ZodMiniType>(schema: S, description: string) =>
  z.optional(doc(schema, description))

const comment = optional(looseText(10_000), 'Said on the event that tells of it.')

const userData = optional(looseText(1024 * 1024), 'cloud-init user data, base64.')

/** A field that may be given more than once, or as a list with commas. */
const some = (what: string) => optional(repeated(), `${what}; may be repeated.`)

const bridges = {
  bridge_all: optional(flag(), 'Put a bridge on every configured interface. Default: false.'),
  bridge_stp: optional(flag(), 'Spanning tree on those bridges. Default: false.'),
  bridge_fd: optional(wholeNumber(0, 2 ** 31 - 1), 'Forward delay of those bridges, seconds.'),
}

const agentName = optional(looseText(), 'Who asks, to be found again by.')

export const MachineAllocate = z.object({
  name: optional(text(), 'The machine of this hostname.'),
  system_id: optional(text(), 'The machine with this system_id.'),
  arch: some('Of this architecture'),
  cpu_count: optional(wholeNumber(0, 2 ** 31 - 1), 'With at least so many cores.'),
  mem: optional(wholeNumber(0, 2 ** 31 - 1), 'With at least so much memory, MiB.'),
  tags: some('With this tag'),
  not_tags: some('Without this tag'),
  zone: optional(text(), 'In the zone of this name.'),
  not_in_zone: some('Not in the zone of this name'),
  pool: optional(text(), 'In the resource pool of this name.'),
  not_in_pool: some('Not in the resource pool of this name'),
  pod: optional(text(), 'On the pod of this name.'),
  not_pod: optional(text(), 'Not on the pod of this name.'),
  pod_type: optional(text(), 'On a pod of this type.'),
  not_pod_type: optional(text(), 'Not on a pod of this type.'),
  storage: optional(text(10_000), 'Disks as [LABEL:]SIZE[(TAG,TAG...)], sizes in GB.'),
  interfaces: optional(text(10_000), 'Interfaces as LABEL:KEY=VALUE, separated by semicolons.'),
  subnets: some('On this subnet'),
  not_subnets: some('Not on this subnet'),
  fabrics: some('On this fabric'),
  not_fabrics: some('Not on this fabric'),
  fabric_classes: some('On a fabric of this class'),
  not_fabric_classes: some('Not on a fabric of this class'),
  agent_name: agentName,
  comment,
  ...bridges,
  dry_run: optional(flag(), 'Find one and leave it to others. Default: false.'),
  verbose: optional(flag(), 'Say which constraint each part of the machine meets.'),
})

export const MachineCommission = z.object({
  enable_ssh: optional(flag(), 'Keep it on, with SSH, afterwards. Default: false.'),
  skip_bmc_config: optional(flag(), 'Leave its power settings. Default: false.'),
  skip_networking: optional(flag(), 'Keep its network settings. Default: false.'),
  skip_storage: optional(flag(), 'Keep its storage settings. Default: false.'),
  commissioning_scripts: optional(text(10_000), 'Scripts to run, separated by commas.'),
  testing_scripts: optional(text(10_000), 'Tests to run, separated by commas; none: no test.'),
})

export const MachineDeploy = z.object({
  osystem: optional(text(), 'Operating system.'),
  distro_series: optional(text(), 'Release of the operating system. Default: the configured one.'),
  hwe_kernel: optional(looseText(), 'Kernel of the release.'),
  install_kvm: optional(
    flag(),
    'Make it a KVM host, and add it as a pod. Admins only. Default: false.',
  ),
  user_data: userData,
  agent_name: agentName,
  comment,
  ...bridges,
  bridge_type: optional(choice(['standard', 'ovs']), 'Kind of bridges. Default: standard.'),
  install_rackd: optional(flag(), 'Make it a rack controller. There is none here.'),
  register_vmhost: optional(flag(), 'Make it an LXD host. There is none here.'),
  license_key: optional(looseText(), 'Of an operating system that needs one.'),
})

export const MachineRelease = z.object({
  comment,
  erase: optional(flag(), 'Write zeros over all of its disks. Default: false.'),
  secure_erase: optional(
    flag(),
    'With erase: where disks can erase themselves. Virtual ones cannot: all is written over.',
  ),
  quick_erase: optional(
    flag(),
    'With erase: only begin and end of the disks. Refused: all or nothing.',
  ),
})

export const MachinePowerOn = z.object({ user_data: userData, comment })

export const MachinePowerOff = z.object({
  stop_mode: optional(choice(['hard', 'soft']), 'Switch it off, or ask it to. Default: hard.'),
  comment,
})

export const MachineTest = z.object({
  enable_ssh: optional(flag(), 'Keep it on, with SSH, afterwards. Default: false.'),
  testing_scripts: optional(text(10_000), 'Tests to run, separated by commas.'),
})

export const Commented = z.object({ comment })
