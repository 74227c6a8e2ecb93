const limit = 60

/** A value in one short line: what is nested by its name, what is unknown as "-". */
export function short(value: unknown): string {
  const text = words(value)
  // A name from a host must not steer the terminal.
  const safe = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u{fffd}')
  const characters = Array.from(safe)
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : safe
}

function words(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-'
  if (Array.isArray(value)) return value.length === 0 ? '-' : list(value as unknown[])
  if (typeof value === 'object') return nested(value as Record<string, unknown>)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : '-'
}

const list = (items: unknown[]) => items.map((item) => words(item)).join(', ')

function nested(value: Record<string, unknown>): string {
  const name = value['name'] ?? value['hostname'] ?? value['system_id'] ?? value['state']
  if (typeof name === 'string' && name !== '') return name
  const pairs = Object.entries(value).filter(([, each]) => typeof each !== 'object')
  return pairs.length === 0 ? '-' : pairs.map(([key, each]) => `${key} ${words(each)}`).join(', ')
}
