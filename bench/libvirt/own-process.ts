import type { SpawnOptionsWithStdioTuple } from 'node:child_process'
import { join } from 'node:path'
import { run } from '../../scripts/lab/processes.ts'

/** Ends with its stdin, not with Ctrl+C, which is for us: we then end things in order. */
export const ownGroup: SpawnOptionsWithStdioTuple<'pipe', 'pipe', 'inherit'> = {
  detached: true,
  stdio: ['pipe', 'pipe', 'inherit'],
}

/** Runs a module of this folder in a Node of its own, and returns what it printed as JSON. */
export async function inOwnProcess<T>(
  module: string,
  input: unknown,
  flags: string[] = [],
): Promise<T> {
  const args = [...flags, join(import.meta.dirname, module)]
  const options = { input: JSON.stringify(input), timeoutMs: 120_000 }
  return JSON.parse(await run(process.execPath, args, options)) as T
}
