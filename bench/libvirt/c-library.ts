import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { run } from '../../scripts/lab/processes.ts'
import { within } from '../measure.ts'
import { expectMachines } from './ours.ts'
import { ownGroup } from './own-process.ts'

/** Debian's own, for which its package python3-libvirt is made; the first in PATH may be another. */
const python = '/usr/bin/python3'
const limitMs = 300_000

type Task = 'naive' | 'bulk' | 'fleet' | 'keep' | 'refresh' | 'tiny' | 'drop'

export type CLibrary = {
  /** Milliseconds that the task took inside of Python, where `machines` were found. */
  ask: (task: Task, argument: string, machines?: number) => Promise<number>
  stop: () => Promise<void>
}

/** Why it cannot be compared with here, or undefined where it can. */
export async function whyNoCLibrary(): Promise<string | undefined> {
  try {
    await run(python, ['-c', 'import libvirt'])
    return undefined
  } catch {
    return 'python3-libvirt is not installed for /usr/bin/python3'
  }
}

/** One Python process for all tasks, so that its start is nobody's cost. See c_library.py. */
export function startCLibrary(): CLibrary {
  const script = join(import.meta.dirname, 'c_library.py')
  const child = spawn(python, [script], ownGroup)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.stdin.on('error', () => {})
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async (task, argument, machines = 0) => {
      child.stdin.write(`${task} ${argument}\n`)
      const line = await within(limitMs, `C library, ${task}`, lines.next())
      if (line.done) throw new Error(`C library, ${task}: Python ended; the reason is above`)
      // Our own script's words.
      const { ms, domains } = JSON.parse(line.value) as { ms: number; domains: number }
      expectMachines('C library', domains, machines)
      return ms
    },
    stop: async () => {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
    },
  }
}
