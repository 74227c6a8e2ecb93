/**
 * The search of machines: words and `field:value`, all to be met. `!` or `-` in front turns one around, commas part
 * values of which any will do, quotation marks hold together what has blanks: `status:ready pod:kvm-a !tag:web mem:>=4GiB`.
 */
import {
  type MachineStatus,
  machineStatuses,
  type PowerState,
  powerStateNames,
} from '../machine.ts'

/** Part of the text, or the whole of it (`name:=web1`). */
export const textFields = ['name', 'mac', 'ip', 'arch'] as const
export type TextField = (typeof textFields)[number]

/** Names as a whole, without regard to case. */
export const nameFields = ['id', 'owner', 'tag', 'pod', 'zone', 'pool'] as const
export type NameField = (typeof nameFields)[number]

/** Memory in MiB, storage in bytes. */
export const numberFields = ['cores', 'mem', 'storage'] as const
export type NumberField = (typeof numberFields)[number]

export type Comparison = '=' | '<' | '<=' | '>' | '>='

export type Condition =
  | { kind: 'word'; text: string }
  | { kind: 'text'; field: TextField; values: string[]; whole: boolean }
  | { kind: 'name'; field: NameField; values: string[] }
  | { kind: 'status'; values: MachineStatus[] }
  | { kind: 'power'; values: PowerState[] }
  | { kind: 'locked'; value: boolean }
  | { kind: 'number'; field: NumberField; compare: Comparison; value: number }

export type Term = Condition & { not: boolean }

export type Search = { ok: true; terms: Term[] } | { ok: false; message: string }

/** What the help shows, and the fields that the messages name. */
export const searchExamples: readonly { text: string; meaning: string }[] = [
  { text: 'web', meaning: 'Something of it has “web” in it: name, address, tag, owner, pod, ...' },
  { text: 'status:ready,deployed', meaning: 'One of these statuses' },
  { text: 'power:on', meaning: 'on, off, error or unknown' },
  {
    text: 'pod:kvm-a zone:north',
    meaning: 'On this pod and in this zone; also pool, owner, tag, id',
  },
  { text: 'owner:""', meaning: 'Nobody holds it' },
  { text: 'name:web', meaning: '“web” is part of its name; also mac, ip, arch' },
  { text: 'name:=web-1', meaning: 'Its name is just that' },
  { text: 'mem:>=4GiB', meaning: 'Memory; MiB without a unit. Also cores, and storage in GB' },
  { text: '!tag:old', meaning: 'Not so; “-” does the same' },
  { text: '"two words"', meaning: 'Quotation marks hold together what has blanks or colons' },
]

const aliases: Record<string, string> = {
  hostname: 'name',
  tags: 'tag',
  cpu: 'cores',
  ram: 'mem',
  memory: 'mem',
  disk: 'storage',
}

const fields = [...textFields, ...nameFields, ...numberFields, 'status', 'power', 'locked']
const mostTerms = 32

/** What is searched for, or what is wrong with how it is written. */
export function parseSearch(text: string): Search {
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) {
    return { ok: false, message: 'A quotation mark is not closed.' }
  }
  const tokens = text.match(/(?:"[^"]*"|[^\s"])+/g) ?? []
  if (tokens.length > mostTerms) {
    return { ok: false, message: `Search for at most ${mostTerms} things at once.` }
  }
  const terms: Term[] = []
  for (const token of tokens) {
    const read = readToken(token)
    if (typeof read === 'string') return { ok: false, message: read }
    terms.push(read)
  }
  return { ok: true, terms }
}

/** A term, or what is wrong with it. */
function readToken(token: string): Term | string {
  const not = /^[!-]./.test(token)
  const rest = not ? token.slice(1) : token
  const [, written, value = ''] = /^([a-z_]+):(.*)$/is.exec(rest) ?? []
  // Parts of a MAC address or of an IPv6 address are words.
  if (written === undefined || /^[0-9a-f:.]+$/i.test(rest)) {
    return { kind: 'word', text: unquoted(rest), not }
  }
  const name = written.toLowerCase()
  const field = aliases[name] ?? name
  if (!fields.includes(field)) {
    return `There is no field “${written}”. There is ${fields.join(', ')}. Quotation marks make a word of it.`
  }
  if (value === '') return `Write a value behind ${written}: as in ${exampleOf(field)}`
  const condition = readCondition(field, value)
  return typeof condition === 'string' ? condition : { ...condition, not }
}

function readCondition(field: string, value: string): Condition | string {
  if (isOneOf(textFields, field)) {
    const whole = value.startsWith('=')
    return { kind: 'text', field, values: valuesOf(whole ? value.slice(1) : value), whole }
  }
  if (isOneOf(nameFields, field)) return { kind: 'name', field, values: valuesOf(value) }
  if (isOneOf(numberFields, field)) return readNumber(field, value)
  switch (field) {
    case 'status': {
      const statuses = valuesOf(value).map((each) => ({ each, status: statusOf(each) }))
      const unknown = statuses.find(({ status }) => status === undefined)
      if (unknown) return unknownStatus(unknown.each)
      return { kind: 'status', values: statuses.flatMap(({ status }) => status ?? []) }
    }
    case 'power': {
      const values = valuesOf(value).map((each) => each.toLowerCase())
      const unknown = values.find((each) => !isOneOf(powerStateNames, each))
      if (unknown !== undefined) return unknownPower(unknown)
      return { kind: 'power', values: values.filter((each) => isOneOf(powerStateNames, each)) }
    }
    default:
      if (!/^(yes|no)$/i.test(value)) return 'Write locked:yes or locked:no.'
      return { kind: 'locked', value: value.toLowerCase() === 'yes' }
  }
}

const exampleOf = (field: string) =>
  isOneOf(numberFields, field) ? `${field}:>=4` : `${field}:${field === 'locked' ? 'yes' : 'ready'}`

const valuesOf = (value: string) => (value.match(/(?:"[^"]*"|[^,"])+/g) ?? []).map(unquoted)

const unquoted = (text: string) => text.replaceAll('"', '')

const bytesOf: Record<string, number> = {
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}

function readNumber(field: NumberField, value: string): Condition | string {
  const [, compare = '', digits, unit = ''] =
    /^(>=|<=|>|<|=)?(\d{1,15}(?:\.\d{1,9})?)([a-z]*)$/i.exec(value) ?? []
  const perUnit = unit === '' ? undefined : bytesOf[unit.toLowerCase()]
  const known = unit === '' || (perUnit !== undefined && field !== 'cores')
  if (digits === undefined || !known) {
    const units = field === 'cores' ? '' : ', with MiB, GiB, TiB, MB, GB or TB behind it if need be'
    return `“${value}” is no amount: write a number${units}, as in ${field}:>=4`
  }
  const number = Number(digits)
  const amounts: Record<NumberField, number> = {
    cores: number,
    mem: perUnit === undefined ? number : (number * perUnit) / 2 ** 20,
    storage: number * (perUnit ?? 1e9),
  }
  return {
    kind: 'number',
    field,
    compare: compare === '' ? '=' : (compare as Comparison),
    value: amounts[field],
  }
}

const isOneOf = <const T extends string>(names: readonly T[], text: string): text is T =>
  (names as readonly string[]).includes(text)

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()

const statusEntries = Object.entries(machineStatuses).map(
  ([number, name]) => [Number(number) as MachineStatus, name] as const,
)

/** By number or by name: `11`, `Failed deployment`, `failed-deployment`. */
export const statusOf = (text: string): MachineStatus | undefined =>
  statusEntries.find(
    ([number, name]) => String(number) === text.trim() || plain(name) === plain(text),
  )?.[0]

export const unknownStatus = (text: string) =>
  `There is no status “${text}”. There is ${Object.values(machineStatuses)
    .map((name) => name.toLowerCase().replaceAll(' ', '-'))
    .join(', ')}.`

export const unknownPower = (text: string) =>
  `There is no power state “${text}”. There is ${powerStateNames.join(', ')}.`

/** The statuses whose names have the text in them. */
export const statusesWith = (text: string): MachineStatus[] =>
  statusEntries
    .filter(([, name]) => name.toLowerCase().includes(text.toLowerCase()))
    .map(([number]) => number)

/** A word or value for the search, in quotation marks where it would be read as something else. */
export const quoted = (value: string): string =>
  /[\s",:]|^[!=<>-]|^$/.test(value) ? `"${value.replaceAll('"', '')}"` : value
