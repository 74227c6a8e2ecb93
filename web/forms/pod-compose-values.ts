import { type Firmware, PodCompose } from '../../contract/compose.ts'
import type { Input } from '../../contract/endpoints.ts'
import type { Pod } from '../../contract/pod.ts'
import {
  type Attachment,
  type DiskRequest,
  type InterfaceRequest,
  type MacvlanMode,
  writeInterfaces,
  writeStorage,
} from '../../contract/rules/constraints.ts'
import { defaultSize, type MachineSize } from '../../contract/rules/room.ts'

export type DiskRow = {
  /** GB (1000^3 bytes) */
  capacity: string
  /** UUID of a storage pool; empty: where the pod's new disks go. */
  location: string
  tags: string
}

export type InterfaceRow = {
  /** A macvtap without a mode has the pod's. */
  kind: 'network' | 'bridge' | 'macvtap' | `macvtap ${MacvlanMode}`
  /** What it is plugged into: the one that its kind asks for counts. */
  network: string
  bridge: string
  device: string
  /** Empty: Podyard makes one. */
  mac: string
}

/** A machine to be composed, as it stands on the screen. What is left empty is left to the server. */
export type ComposeValues = {
  hostname: string
  /** Ids, as text. */
  zone: string
  pool: string
  architecture: string
  cores: string
  /** MHz */
  cpu_speed: string
  /** MiB */
  memory: string
  interface_rows: InterfaceRow[]
  disk_rows: DiskRow[]
  /** Index of the disk to boot from. */
  boot: number
  /** "0-3,8" */
  pinned_cores: string
  hugepages_backed: boolean
  firmware: Firmware
  skip_commissioning: boolean
}

export const newDisk: DiskRow = { capacity: '8', location: '', tags: '' }

/** What may stand in the address of the dialog. */
export type ComposeWish = Partial<Pick<ComposeValues, 'cores' | 'memory'>> & { storage?: string }

export const composeDefaults = (
  pod: Pod,
  { storage, ...wish }: ComposeWish = {},
): ComposeValues => ({
  hostname: '',
  zone: String(pod.zone.id),
  pool: String(pod.pool.id),
  architecture: pod.architectures[0] ?? '',
  cores: '',
  cpu_speed: '',
  memory: '',
  interface_rows: [],
  disk_rows: [{ ...newDisk, capacity: storage ?? newDisk.capacity }],
  boot: 0,
  pinned_cores: '',
  hugepages_backed: false,
  firmware: 'bios',
  skip_commissioning: false,
  ...wish,
})

/** A whole number without a sign; null for anything else. */
export const wholeOrNull = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : null)

/** The numbers of the cores to run on; null where the text cannot be read. */
export function pinnedCores(text: string): number[] | null {
  if (text.trim() === '') return []
  const parsed = PodCompose.shape.pinned_cores.safeParse(text)
  return parsed.success ? (parsed.data ?? []) : null
}

/** How large the machine would be; null while a number cannot be read. */
export function composeSize(pod: Pod, values: ComposeValues): MachineSize | null {
  const { cores: coresText, memory: memoryText, pinned_cores } = values
  const cores = coresText.trim() === '' ? defaultSize.cores : wholeOrNull(coresText)
  const memoryMiB = memoryText.trim() === '' ? defaultSize.memoryMiB : wholeOrNull(memoryText)
  const pinned = pinnedCores(pinned_cores)
  const disks = diskRequests(pod, values)
  if (cores === null || memoryMiB === null || !disks || !pinned) return null
  return { cores: pinned.length > 0 ? pinned.length : cores, memoryMiB, disks }
}

/** The disk to boot from first; null while a capacity cannot be read. */
export function diskRequests(pod: Pod, values: ComposeValues): DiskRequest[] | null {
  const { disk_rows, boot } = values
  const rows = [
    ...disk_rows.filter((_, index) => index === boot),
    ...disk_rows.filter((_, index) => index !== boot),
  ]
  const disks = rows.map((row, index): DiskRequest => ({
    label: index === 0 ? 'root' : `data${index}`,
    bytes: bytesOf(row.capacity),
    tags: [...tagsOf(row.tags), ...locationTag(pod, row.location)],
  }))
  return disks.every(({ bytes }) => bytes > 0) ? disks : null
}

/** Bytes; NaN where it is no amount of GB. */
export const bytesOf = (capacity: string) =>
  /^\d{1,7}(?:\.\d+)?$/.test(capacity.trim()) ? Math.round(Number(capacity) * 1e9) : Number.NaN

export const tagsOf = (text: string) =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)

/** A tag chooses the storage pool: by its name, or by its UUID where the name would break the grammar. */
function locationTag({ podyard }: Pod, location: string): string[] {
  const pool = podyard.storage_pools.find(({ id }) => id === location)
  if (!pool) return []
  const same = podyard.storage_pools.filter(({ name }) => name === pool.name)
  return [/[(),]/.test(pool.name) || same.length > 1 ? pool.id : pool.name]
}

function interfaceRequest(row: InterfaceRow, index: number): InterfaceRequest {
  const [kind, mode = null] = row.kind.split(' ') as [Kind, MacvlanMode?]
  const name = { network: row.network, bridge: row.bridge, macvtap: row.device }[kind].trim()
  const mac = row.mac.trim().toLowerCase()
  return { label: `eth${index}`, to: { kind, name }, mode, mac: mac === '' ? null : mac }
}

type Kind = Exclude<Attachment, 'any'>

export type ComposeInput = Omit<Input<'podCompose'>, 'id'>

/** What is as it would be anyway is not said. */
export function toPodCompose(pod: Pod, values: ComposeValues): ComposeInput {
  const { zone, pool, architecture, interface_rows } = values
  const disks = diskRequests(pod, values)
  const text = (name: 'hostname' | 'cores' | 'memory' | 'cpu_speed' | 'pinned_cores') =>
    values[name].trim() === '' ? {} : { [name]: values[name].trim() }
  return {
    ...text('hostname'),
    ...(values.pinned_cores.trim() === '' ? text('cores') : text('pinned_cores')),
    ...text('memory'),
    ...text('cpu_speed'),
    ...(architecture === pod.architectures[0] ? {} : { architecture }),
    ...(zone === String(pod.zone.id) ? {} : { zone: Number(zone) }),
    ...(pool === String(pod.pool.id) ? {} : { pool: Number(pool) }),
    ...(disks ? { storage: writeStorage(disks) } : {}),
    ...(interface_rows.length === 0
      ? {}
      : { interfaces: writeInterfaces(interface_rows.map(interfaceRequest)) }),
    ...(values.hugepages_backed ? { hugepages_backed: true } : {}),
    ...(values.firmware === 'bios' ? {} : { firmware: values.firmware }),
    ...(values.skip_commissioning ? { skip_commissioning: true } : {}),
  }
}
