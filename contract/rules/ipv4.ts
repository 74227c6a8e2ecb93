/** IPv4 addresses and blocks of them, as numbers. */

export type Block = {
  /** The address as given: that of the host in its network. */
  address: number
  /** 0 to 32. */
  prefix: number
  /** First and last address, both inclusive. */
  first: number
  last: number
}

/** `192.0.2.1` -> number; undefined for anything else, leading zeros included. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)))
    return undefined
  const bytes = parts.map(Number)
  if (bytes.some((byte) => byte > 255)) return undefined
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}

export const formatIpv4 = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')

/** `192.0.2.1/24` */
export function parseBlock(text: string): Block | undefined {
  const [, written = '', length = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(text.trim()) ?? []
  const address = parseIpv4(written)
  const prefix = Number(length)
  if (address === undefined || prefix > 32) return undefined
  const size = 2 ** (32 - prefix)
  const first = Math.floor(address / size) * size
  return { address, prefix, first, last: first + size - 1 }
}

/** 24 -> `255.255.255.0` */
export const netmask = (prefix: number): string => formatIpv4(2 ** 32 - 2 ** (32 - prefix))

/** `255.255.255.0` -> 24; undefined for what is no mask. */
export function prefixOf(mask: string): number | undefined {
  const value = parseIpv4(mask)
  const size = value === undefined ? Number.NaN : 2 ** 32 - value
  const prefix = 32 - Math.log2(size)
  return Number.isInteger(prefix) ? prefix : undefined
}

export const overlaps = (a: Block, b: Block): boolean => a.first <= b.last && b.first <= a.last

/** Whether a machine may have it: neither the first, nor the last, nor the host's own. */
export const isHostAddress = (block: Block, value: number): boolean =>
  value > block.first && value < block.last && value !== block.address
