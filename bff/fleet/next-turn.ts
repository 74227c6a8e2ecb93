/** Lets requests and hosts have their turn between two pieces of work: SQLite answers within ours. */
export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
