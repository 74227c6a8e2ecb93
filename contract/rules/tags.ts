/** What MAAS tags every virsh pod and its machines with. Scripts select on it, so it cannot be taken off. */
export const virtualTag = 'virtual'

/** The tags given, and the one that always stands. */
export const withVirtual = (tags: readonly string[] = []): string[] => [
  ...new Set([...tags, virtualTag]),
]
