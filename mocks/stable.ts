/** Values that look random and are the same on every run. */

export function hash(text: string): number {
  let value = 2166136261
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 16777619)
  // Mixed once more (murmur3), or keys that differ in their last letter give neighbours.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}

export const pick = <T>(items: readonly [T, ...T[]], key: string): T =>
  items[hash(key) % items.length] ?? items[0]

function letters(alphabet: string, length: number, key: string): string {
  return Array.from(
    { length },
    (_, index) => alphabet[hash(`${key}#${index}`) % alphabet.length] ?? '',
  ).join('')
}

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export const fingerprint = (key: string) => `SHA256:${letters(base64, 43, key)}`

export function uuid(key: string): string {
  const hex = letters('0123456789abcdef', 31, key)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(12, 15)}`,
    `a${hex.slice(15, 18)}`,
    hex.slice(18, 30),
  ].join('-')
}

/** As MAAS makes them: six of the letters and digits that are hard to confuse. */
export const systemId = (key: string) => letters('3467abcdefghkmnpqrstwxy', 6, key)

export const macAddress = (key: string) =>
  [
    '52:54:00',
    ...Array.from({ length: 3 }, (_, at) => letters('0123456789abcdef', 2, `${key}/${at}`)),
  ].join(':')

const adjectives = [
  'able',
  'bold',
  'calm',
  'deft',
  'eager',
  'fond',
  'grand',
  'keen',
  'noble',
  'swift',
] as const
const animals = [
  'badger',
  'crane',
  'dingo',
  'egret',
  'ferret',
  'gecko',
  'heron',
  'ibis',
  'lynx',
  'tetra',
] as const

export const twoWords = (key: string) => `${pick(adjectives, key)}-${pick(animals, `${key}!`)}`
