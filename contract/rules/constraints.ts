/** MAAS's grammar of disks and interfaces, as it stands in `storage` and `interfaces` of a request to compose. */
import { macvlanModes } from '../pod.ts'

export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string }

export type DiskRequest = {
  /** Empty where none was given. */
  label: string
  bytes: number
  /** Names of storage pools, and what else the script says. */
  tags: string[]
}

/** What a machine has that does not say. */
export const defaultStorage = 'root:8'
/** Letters of `vda` to `vdx`. */
const mostDisks = 24
const mostInterfaces = 16
/** Beyond it, a number of bytes is no longer exact. GB. */
const largestGB = 1e6

const diskPattern = /(?:([a-zA-Z0-9]+):)?(\d+(?:\.\d+)?)(?:\(([^)]+)\))?/g

const malformed = (text: string) => `Malformed storage constraint, "${text}".`

/**
 * `[label:]size[(tag,…)],…`; sizes in GB (1000^3 bytes), decimals allowed, rounded to whole bytes. The first disk
 * stays the first, for it is the one to boot from; the rest is sorted by the number of tags, most first: those that
 * ask for most choose first.
 */
export function parseStorage(written: string): Parsed<DiskRequest[]> {
  const text = written.trim()
  const matches = [...(text === '' ? defaultStorage : text).matchAll(diskPattern)]
  // Whatever the pattern skipped would be lost without a word.
  if (text !== '' && matches.map(([match]) => match).join(',') !== text) {
    return { ok: false, message: malformed(text) }
  }
  if (matches.length > mostDisks) {
    return { ok: false, message: `A machine may have ${mostDisks} disks.` }
  }
  const disks = matches.map(([, label = '', size, tags = '']) => ({
    label,
    bytes: Math.round(Number(size) * 1e9),
    tags: tags
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
  }))
  if (disks.some(({ bytes }) => bytes < 1e6 || bytes > largestGB * 1e9)) {
    return { ok: false, message: `A disk may have 0.001 to ${largestGB} GB.` }
  }
  const [first, ...rest] = disks
  const sorted = rest.toSorted((a, b) => b.tags.length - a.tags.length)
  return { ok: true, value: first ? [first, ...sorted] : [] }
}

/** The way back: what `parseStorage` reads as these disks. */
export const writeStorage = (disks: readonly DiskRequest[]): string =>
  disks
    .map(({ label, bytes, tags }) => {
      const name = label === '' ? '' : `${label}:`
      return `${name}${decimal(bytes)}${tags.length === 0 ? '' : `(${tags.join(',')})`}`
    })
    .join(',')

/** GB without an exponent, which the grammar does not have. */
function decimal(bytes: number): string {
  const fraction = (bytes % 1e9).toFixed(0).padStart(9, '0').replace(/0+$/, '')
  return `${Math.floor(bytes / 1e9)}${fraction === '' ? '' : `.${fraction}`}`
}

export type MacvlanMode = (typeof macvlanModes)[number]

/** What an interface is plugged into; `any` is a name that may be one of the others. */
export const attachments = ['network', 'bridge', 'macvtap', 'any'] as const
export type Attachment = (typeof attachments)[number]

export type InterfaceRequest = {
  label: string
  /** Null: the network that the pod offers by default. */
  to: { kind: Attachment; name: string } | null
  /** Of a macvtap; null: the pod's own. */
  mode: MacvlanMode | null
  /** Lower case; null: Podyard makes one. */
  mac: string | null
}

/** Keys of MAAS that ask about its model of fabrics and subnets, of which there is none here. */
const unmet = new Set(
  ['id', 'fabric', 'fabric_class', 'ip', 'hostname', 'subnet', 'space']
    .concat(['subnet_cidr', 'type', 'vlan', 'vid', 'tag'])
    .flatMap((key) => [key, `not_${key}`]),
)

const sources = { network: 'network', bridge: 'bridge', macvtap: 'macvtap', name: 'any' } as const
const isSource = (key: string): key is keyof typeof sources => Object.hasOwn(sources, key)
const isMode = (value: string): value is MacvlanMode => macvlanModes.some((mode) => mode === value)

/** `label:key=value[,key=value];label2:…`; an empty text asks for no particular interface. */
export function parseInterfaces(written: string): Parsed<InterfaceRequest[]> {
  const parts = written
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)
  if (parts.length > mostInterfaces) {
    return { ok: false, message: `A machine may have ${mostInterfaces} interfaces.` }
  }
  const found: InterfaceRequest[] = []
  for (const part of parts) {
    const parsed = parseInterface(part)
    if (!parsed.ok) return parsed
    const twice = found.find(
      ({ label, mac }) =>
        label === parsed.value.label || (mac !== null && mac === parsed.value.mac),
    )
    if (twice) {
      const what = twice.label === parsed.value.label ? 'label' : 'MAC address'
      return { ok: false, message: `Two interfaces have the same ${what}: "${part}".` }
    }
    found.push(parsed.value)
  }
  return { ok: true, value: found }
}

function parseInterface(part: string): Parsed<InterfaceRequest> {
  const [, label, rest = ''] = /^([a-zA-Z0-9]+[a-zA-Z0-9_-]*):(.*)$/s.exec(part) ?? []
  if (label === undefined) {
    return { ok: false, message: `Malformed interfaces constraint, "${part}".` }
  }
  const request: InterfaceRequest = { label, to: null, mode: null, mac: null }
  for (const pair of rest.split(',')) {
    const [key = '', value] = pair.split(/=(.*)/s).map((text) => text.trim())
    const message = takePair(request, key, value ?? '')
    if (message !== null) return { ok: false, message }
  }
  if (request.mode !== null && (request.to?.kind === 'network' || request.to?.kind === 'bridge')) {
    return { ok: false, message: `Only a macvtap interface has a mode: "${part}".` }
  }
  return { ok: true, value: request }
}

/** Why the pair is refused; null where it was taken. */
function takePair(request: InterfaceRequest, key: string, value: string): string | null {
  if (unmet.has(key)) return 'This pod does not match the specified networks.'
  if (isSource(key) && value !== '') {
    if (request.to) return `An interface is plugged into one thing only: "${key}=${value}".`
    request.to = { kind: sources[key], name: value }
  } else if (key === 'mode' && isMode(value)) request.mode = value
  else if (key === 'mac' && isUnicastMac(value)) request.mac = value.toLowerCase()
  // The one mode that MAAS's grammar has: Podyard configures none anyway.
  else if (key !== 'mode' || value !== 'unconfigured') {
    return key === 'mac' || key === 'mode' || isSource(key)
      ? `Malformed interfaces constraint, "${key}=${value}".`
      : `Unknown interfaces constraint: '${key}'`
  }
  return null
}

/** The lowest bit of the first octet marks an address of many. */
const isUnicastMac = (text: string) =>
  /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i.test(text) && !/^00(:00){5}$/.test(text)

/** The way back: what `parseInterfaces` reads as these interfaces. */
export const writeInterfaces = (interfaces: readonly InterfaceRequest[]): string =>
  interfaces
    .map(({ label, to, mode, mac }) => {
      const pairs = [
        ...(to ? [`${to.kind === 'any' ? 'name' : to.kind}=${to.name}`] : []),
        ...(mode ? [`mode=${mode}`] : []),
        ...(mac ? [`mac=${mac}`] : []),
      ]
      return `${label}:${(pairs.length === 0 ? ['mode=unconfigured'] : pairs).join(',')}`
    })
    .join(';')
