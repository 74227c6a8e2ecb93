import { transform, type Codec, type Infer } from '../xdr/codec.ts'
import { fixedOpaque, string as boundedString } from '../xdr/bytes.ts'
import { array, optional } from '../xdr/collections.ts'
import { int, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { XdrError } from '../xdr/xdr-error.ts'
import { Limit } from './limits.ts'

/** remote_nonnull_string. */
export const string = boundedString(Limit.string)

/** remote_string. */
export const optionalString = optional(string)

/** An int that means yes or no. */
export const flag: Codec<boolean> = transform(int, {
  read: (wire) => wire !== 0,
  write: (value) => (value ? 1 : 0),
})

function formatUuid({ buffer }: Uint8Array): string {
  const hex = Buffer.from(buffer).toString('hex')
  const part = (from: number, to: number) => hex.slice(from, to)
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`
}

function parseUuid(text: string): Uint8Array {
  const hex = text.replaceAll('-', '')
  if (/^[0-9a-f]{32}$/i.test(hex)) return Buffer.from(hex, 'hex')
  throw new XdrError('bad_value', `"${text}" is not a UUID`)
}

/** 16 raw bytes; in TypeScript the usual lower-case text with hyphens. */
export const uuid: Codec<string> = transform(fixedOpaque(16), {
  read: formatUuid,
  write: parseUuid,
})

/** remote_nonnull_domain: name, uuid, id (-1 when shut off). The host looks at the uuid only. */
export const domain = struct({ name: string, uuid, id: int })
export type Domain = Infer<typeof domain>

/** remote_nonnull_network: name, uuid. */
export const network = struct({ name: string, uuid })
export type Network = Infer<typeof network>

/** remote_nonnull_storage_pool: name, uuid. */
export const storagePool = struct({ name: string, uuid })
export type StoragePool = Infer<typeof storagePool>

/** remote_nonnull_storage_vol: the pool's name, the volume's name, its key (often its path). */
export const storageVol = struct({ pool: string, name: string, key: string })
export type StorageVol = Infer<typeof storageVol>

/** remote_nonnull_node_device: its name, such as net_eth0_52_54_00_12_34_56. */
export const nodeDevice = struct({ name: string })
export type NodeDevice = Infer<typeof nodeDevice>

/** remote_nonnull_interface: name, MAC address; of the host, not of a domain. */
export const hostInterface = struct({ name: string, mac: string })
export type HostInterface = Infer<typeof hostInterface>

/** remote_nonnull_secret: uuid, SecretUsageType, what it is used for. */
export const secret = struct({ uuid, usageType: int, usageId: string })
export type Secret = Infer<typeof secret>

/** remote_nonnull_domain_snapshot: name, domain. */
export const snapshot = struct({ name: string, dom: domain })
export type Snapshot = Infer<typeof snapshot>

/** remote_nonnull_domain_checkpoint: name, domain. */
export const checkpoint = struct({ name: string, dom: domain })
export type Checkpoint = Infer<typeof checkpoint>

/** remote_nonnull_nwfilter: name, uuid. */
export const nwfilter = struct({ name: string, uuid })
export type Nwfilter = Infer<typeof nwfilter>

/** remote_nonnull_nwfilter_binding: the port's device on the host, the filter's name. */
export const nwfilterBinding = struct({ portdev: string, filtername: string })
export type NwfilterBinding = Infer<typeof nwfilterBinding>

/** remote_nonnull_network_port: network, uuid. */
export const networkPort = struct({ net: network, uuid })
export type NetworkPort = Infer<typeof networkPort>

/** Characters up to the first NUL, which C puts at the end. */
export function textOf(bytes: readonly number[]): string {
  // As bytes first: of four that came for each, the last alone counts.
  const text = Buffer.from(bytes)
  const end = text.indexOf(0)
  return text.toString('utf8', 0, end < 0 ? text.length : end)
}

/** `char<max>`: each character takes four bytes; the NUL at the end is one of them. */
export function characters(max: number): Codec<string> {
  return transform(array(int, max), {
    read: textOf,
    write: (text) => [...Buffer.from(`${text}\0`)],
  })
}

/** A list and, once more, its length: how every LIST_ALL procedure answers. */
export function counted<T>(item: Codec<T>, max: number): Codec<readonly T[]> {
  return transform(struct({ items: array(item, max), count: uint }), {
    read: ({ items }) => items,
    write: (items) => ({ items, count: items.length }),
  })
}
