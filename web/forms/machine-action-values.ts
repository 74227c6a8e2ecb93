/** What the dialogs of actions on machines ask for; each shows the parts that it needs. */
export type MachineActionValues = {
  comment: string
  stop_mode: 'soft' | 'hard'
  /** Whether a release writes over the disks. */
  disks: 'keep' | 'erase'
  zone: string
  pool: string
  add_tags: string
  remove_tags: string
  confirmation: string
}

export type MachineActionPart = 'comment' | 'stop_mode' | 'disks' | 'zone' | 'pool' | 'tags'

/** Of several ways, the one that loses nothing. */
export const machineActionDefaults: MachineActionValues = {
  comment: '',
  stop_mode: 'soft',
  disks: 'keep',
  zone: '',
  pool: '',
  add_tags: '',
  remove_tags: '',
  confirmation: '',
}

/** `a, b,, a` -> a, b */
export const tagNames = (typed: string) => [
  ...new Set(
    typed
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ),
]

/** The tags that a machine has in the end. */
export function retagged(
  tags: readonly string[],
  { add_tags, remove_tags }: Pick<MachineActionValues, 'add_tags' | 'remove_tags'>,
): string[] {
  const removed = new Set(tagNames(remove_tags))
  return [...new Set([...tags, ...tagNames(add_tags)])].filter((name) => !removed.has(name))
}
