import { inspect } from 'node:util'

/** Throws unless a value is made of text, whole numbers from 0 on, yes, no and null alone. */
export function checkFacts(value: unknown, where = 'the result'): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && value >= 0) return
  } else if (value instanceof Map) {
    return checkFacts([...value], where)
  } else if (typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) checkFacts(part, `${where}.${key}`)
    return
  }
  throw new Error(`${where} is ${inspect(value)}`)
}
