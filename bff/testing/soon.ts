/** For `expect.poll` of what happens soon; the limit is for loaded machines, and far beyond what is ever needed. */
export const soon = { timeout: 15_000, interval: 5 }
