/** What a zone or resource pool may be called. */
const pattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u

/** Why it may not be called so; undefined where it may. Blanks at both ends are gone already. */
export const groupNameProblem = (name: string): string | undefined =>
  pattern.test(name)
    ? undefined
    : 'Enter a name that starts with a letter or digit and holds letters, digits, blanks, dots, dashes and underscores only.'

/** Why a group may not be deleted that holds so many. */
export const stillHolds = (name: string, pods: number, machines: number): string | undefined =>
  pods === 0 && machines === 0
    ? undefined
    : `The resource pool ${name} holds ${counted(pods, 'pod')} and ${counted(machines, 'machine')}. Move them to another pool first.`

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
