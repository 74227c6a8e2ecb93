/** A request to compose, read against the host that is to have the machine. Whether there is room is `room.ts`'s. */
import type * as z from 'zod/mini'
import type { Firmware, PodCompose } from '../compose.ts'
import type { PodNetwork } from '../pod.ts'
import {
  defaultStorage,
  type InterfaceRequest,
  type MacvlanMode,
  parseInterfaces,
  parseStorage,
} from './constraints.ts'
import { defaultSize, type MachineSize } from './room.ts'

export type ComposeHost = {
  cores: number
  architectures: readonly string[]
  /** MHz; null where unknown. */
  cpu_speed: number | null
  networks: readonly Pick<PodNetwork, 'name' | 'active' | 'bridge'>[]
  default_macvlan_mode: MacvlanMode | null
}

export type PluggedInterface = {
  /** Null: one is to be made. */
  mac: string | null
  to:
    | { kind: 'network' | 'bridge'; name: string }
    | { kind: 'macvtap'; name: string; mode: MacvlanMode }
}

export type ComposeWish = {
  size: MachineSize
  architecture: string
  firmware: Firmware
  hugepages: boolean
  pinnedCores: readonly number[]
  interfaces: readonly PluggedInterface[]
}

export type ReadCompose =
  | { ok: true; value: ComposeWish }
  /** By field. */
  | { ok: false; fieldErrors: Record<string, string[]> }

const notAvailable = (choice: string) =>
  `Select a valid choice. ${choice} is not one of the available choices.`

/** All that is wrong with it, at once, in MAAS's words where it has some. */
export function readCompose(
  input: Omit<z.output<typeof PodCompose>, 'hostname' | 'zone' | 'pool'>,
  host: ComposeHost,
): ReadCompose {
  const { architecture = host.architectures[0] ?? '', pinned_cores: pinnedCores = [] } = input
  const disks = parseStorage(input.storage ?? defaultStorage)
  const interfaces = readInterfaces(input.interfaces ?? '', host)
  // Neither ARM nor what comes after it has a BIOS.
  const firmware = architecture.startsWith('arm64') ? 'uefi' : (input.firmware ?? 'bios')
  const fieldErrors = {
    ...(!host.architectures.includes(architecture) && {
      architecture: [notAvailable(architecture)],
    }),
    ...(host.cpu_speed !== null &&
      (input.cpu_speed ?? 0) > host.cpu_speed && {
        cpu_speed: [`Ensure this value is less than or equal to ${host.cpu_speed}.`],
      }),
    ...((input.domain ?? 0) !== 0 && { domain: [notAvailable(String(input.domain))] }),
    ...(pinnedCores.some((core) => core >= host.cores) && {
      pinned_cores: [`The host has the cores 0 to ${host.cores - 1}.`],
    }),
    ...(!disks.ok && { storage: [disks.message] }),
    ...(!interfaces.ok && { interfaces: [interfaces.message] }),
  }
  if (!disks.ok || !interfaces.ok || Object.keys(fieldErrors).length > 0) {
    return { ok: false, fieldErrors }
  }
  const size = {
    cores: pinnedCores.length > 0 ? pinnedCores.length : (input.cores ?? defaultSize.cores),
    memoryMiB: input.memory ?? defaultSize.memoryMiB,
    disks: disks.value,
  }
  const hugepages = input.hugepages_backed ?? false
  const value = {
    size,
    architecture,
    firmware,
    hugepages,
    pinnedCores,
    interfaces: interfaces.value,
  }
  return { ok: true, value }
}

type Interfaces = { ok: true; value: PluggedInterface[] } | { ok: false; message: string }

/** What is asked for without a network goes to the one that a pod offers first. */
export const defaultNetwork = (networks: ComposeHost['networks']): string | undefined => {
  const active = networks.filter((network) => network.active)
  const meant = ['maas', 'default'].flatMap(
    (name) => active.find((each) => each.name === name) ?? [],
  )
  return [...meant, ...active][0]?.name
}

function readInterfaces(text: string, host: ComposeHost): Interfaces {
  const parsed = parseInterfaces(text)
  if (!parsed.ok) return parsed
  const untold: InterfaceRequest = { label: 'eth0', to: null, mode: null, mac: null }
  const plugged: PluggedInterface[] = []
  for (const request of parsed.value.length > 0 ? parsed.value : [untold]) {
    const to = plug(request, host)
    if (typeof to === 'string') return { ok: false, message: to }
    plugged.push({ mac: request.mac, to })
  }
  return { ok: true, value: plugged }
}

/** A sentence where it cannot be. */
function plug({ to, mode }: InterfaceRequest, host: ComposeHost): PluggedInterface['to'] | string {
  const { networks } = host
  if (!to) {
    const name = defaultNetwork(networks)
    return name === undefined
      ? 'The host has no active network. Add the network maas or start the network default.'
      : { kind: 'network', name }
  }
  const { kind, name } = to
  if (kind === 'macvtap') {
    return { kind, name, mode: mode ?? host.default_macvlan_mode ?? 'bridge' }
  }
  if (kind === 'bridge') return { kind, name }
  const network = networks.find((each) => each.name === name)
  if (network) {
    return network.active ? { kind: 'network', name } : `The network ${name} is not active.`
  }
  const isBridge = kind === 'any' && networks.some(({ bridge }) => bridge === name)
  return isBridge ? { kind: 'bridge', name } : 'This pod does not match the specified networks.'
}
