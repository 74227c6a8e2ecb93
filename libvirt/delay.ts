/** What Node's timers can wait at most; they take anything longer for one millisecond. 24 days. */
const LONGEST_MS = 0x7fff_ffff

/** So many milliseconds for a timer, Infinity included. */
export const delayOf = (ms: number): number => Math.min(ms, LONGEST_MS)
