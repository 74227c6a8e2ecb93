/** What MAAS tags every virsh pod and its machines with. Scripts select on it, so it cannot be taken off. */
export const virtualTag = 'virtual'

/** The tags given, and the one that always stands. */
export const withVirtual = (tags: readonly string[] = []): string[] => [
  ...new Set([...tags, virtualTag]),
]

/** Names that MAAS gives to tags of machines. Those of pods may be any text without a comma. */
export const tagName = /^[a-zA-Z0-9_-]+$/

export const virtualStays = `The tag ${virtualTag} stays: it says what Podyard manages.`
