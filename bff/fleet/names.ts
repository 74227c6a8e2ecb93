import { randomInt } from 'node:crypto'
import { adjectives, animals } from './words.ts'

/** A whole number from 0 up to, not including, `below`. */
export type Random = (below: number) => number

/** No vowels but a and e, and nothing that looks like something else: no words, no mix-ups. */
const idAlphabet = 'abcdefghkmnpqrtwxy346789'
const idLength = 6

const pick = <T>(list: readonly T[], random: Random): T => list[random(list.length)] as T

/** Two words, such as `brave-otter`; with a number behind once the words run out. */
export function twoWords(isTaken: (name: string) => boolean, random: Random = randomInt): string {
  for (let tries = 0; ; tries += 1) {
    const words = `${pick(adjectives, random)}-${pick(animals, random)}`
    const name = tries < 20 ? words : `${words}-${random(10 * tries) + 2}`
    if (!isTaken(name)) return name
  }
}

export function systemId(isTaken: (id: string) => boolean, random: Random = randomInt): string {
  for (;;) {
    const id = Array.from({ length: idLength }, () =>
      idAlphabet.charAt(random(idAlphabet.length)),
    ).join('')
    if (!isTaken(id)) return id
  }
}

const hostname = /^(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** A domain has a file of its name, so no honest host has longer ones. */
const longestDomainName = 255

/** The hostname that a domain's name is meant as; undefined where it cannot be one. */
export function hostnameOf(domainName: string): string | undefined {
  if (domainName.length > longestDomainName) return undefined
  const name = domainName
    .toLowerCase()
    .replaceAll(/[\s._]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return hostname.test(name) ? name : undefined
}
