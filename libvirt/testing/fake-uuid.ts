import { createHash } from 'node:crypto'

/** The same name gives the same UUID, so that failures can be compared. */
export function uuidOf(name: string): string {
  const hex = createHash('md5').update(name).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
