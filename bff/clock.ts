/** The time, as an argument: tests bring their own. */
export type Clock = { now: () => Date }

export const systemClock: Clock = { now: () => new Date() }
