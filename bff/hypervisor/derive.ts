/** From libvirt's numbers and words to ours. */
import { DomainState as WireState, StoragePoolState as WirePoolState } from '../../libvirt/index.ts'
import type { DomainState } from '../../contract/machine.ts'
import type { StoragePoolState } from '../../contract/pod.ts'

const domainStates = new Map<number, DomainState>([
  [WireState.noState, 'nostate'],
  [WireState.running, 'running'],
  [WireState.blocked, 'blocked'],
  [WireState.paused, 'paused'],
  [WireState.shutdown, 'shutdown'],
  [WireState.shutoff, 'shutoff'],
  [WireState.crashed, 'crashed'],
  [WireState.pmSuspended, 'pmsuspended'],
])

/** A state that a newer libvirt may invent counts as none. */
export const domainState = (wire: number): DomainState => domainStates.get(wire) ?? 'nostate'

const storagePoolStates = new Map<number, StoragePoolState>([
  [WirePoolState.inactive, 'inactive'],
  [WirePoolState.building, 'building'],
  [WirePoolState.running, 'running'],
  [WirePoolState.degraded, 'degraded'],
  [WirePoolState.inaccessible, 'inaccessible'],
])

export const storagePoolState = (wire: number): StoragePoolState =>
  storagePoolStates.get(wire) ?? 'inaccessible'

const maasArchitectures: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['i686', 'i386'],
  ['aarch64', 'arm64'],
  ['ppc64', 'ppc64el'],
  ['ppc64le', 'ppc64el'],
  ['s390x', 's390x'],
])

/** `x86_64` -> `amd64/generic`; what MAAS has no word for passes through. */
export const architecture = (arch: string): string =>
  arch === '' ? '' : `${maasArchitectures.get(arch) ?? arch}/generic`

/** 9000000 -> `9.0.0` */
export const versionText = (version: number): string =>
  [Math.floor(version / 1e6), Math.floor(version / 1e3) % 1e3, version % 1e3].join('.')

/** MiB, rounded down as MAAS does. */
export const mibOfKib = (kib: number): number => Math.floor(kib / 1024)

/**
 * The pool that holds a path: the one with the longest target path that contains it.
 * `/images` holds `/images/a` but not `/images2/a`.
 */
export function poolOfPath<P extends { path: string | null }>(
  path: string,
  pools: readonly P[],
): P | undefined {
  let best: P | undefined
  for (const pool of pools) {
    const folder = pool.path?.replace(/\/+$/, '')
    if (folder === undefined || !path.startsWith(`${folder}/`)) continue
    if (!best || folder.length > (best.path ?? '').length) best = pool
  }
  return best
}

/** libvirt lists in the order of a hash table, which would look like a change each time. */
export const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

/** One word for a shell, whatever is in it. */
export const shellWord = (word: string): string =>
  /^[\w.@%+=:,/-]+$/.test(word) && !word.startsWith('-')
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`
