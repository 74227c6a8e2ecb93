/** What storage pools and networks may be called on a host. libvirt takes more; shells, paths and people do not. */
const pattern = /^[a-zA-Z0-9_][a-zA-Z0-9_.+-]*$/

/** Why it may not be called so; undefined where it may. */
export const hostNameProblem = (name: string): string | undefined =>
  pattern.test(name) && name.length <= 64
    ? undefined
    : 'Enter a name of at most 64 letters, digits, dots, dashes, pluses and underscores, with a letter, digit or underscore first.'

/** "a, b, c and 4 more", so that a refusal stays readable whoever it names. */
export function inShort(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(' and ')
}
