/** What a connection that is kept and does nothing takes of this machine's memory. */
import { readFile } from 'node:fs/promises'
import type { Way } from './bench-host.ts'
import type { Figure } from './budgets.ts'
import type { MemoryAnswer, MemoryQuestion } from './memory-process.ts'
import { inOwnProcess } from './own-process.ts'
import type { Part } from './parties.ts'
import { digits, printTable } from './report.ts'
import { startVirsh } from './virsh-session.ts'

const connections = 200
const measured = ['unix', 'ssh'] as const satisfies Way[]

export const measureMemory: Part = async ({ benchHost }) => {
  const rows: string[][] = []
  const figures: Figure[] = []
  for (const way of measured) {
    const question: MemoryQuestion = { access: benchHost.access, way, connections }
    const grown = await inOwnProcess<MemoryAnswer>('memory-process.ts', question, ['--expose-gc'])
    const [rss, heap] = [grown.rss / connections / 1_000, grown.heap / connections / 1_000]
    const virsh = await memoryOfVirsh(benchHost.uri[way])
    rows.push(
      [way, `ours, ${connections} in one process`, digits(rss), digits(heap), ''],
      [
        way,
        `virsh${way === 'unix' ? '' : ' and its ssh'}, own memory`,
        digits(virsh.own),
        '',
        digits(rss / virsh.own),
      ],
      [way, 'the same, with all it shares', digits(virsh.rss), '', digits(rss / virsh.rss)],
    )
    if (way === 'ssh') figures.push({ budget: 'memory', value: rss })
  }
  const head = ['over', 'who', 'resident kB', 'of it JavaScript', 'ours/it']
  printTable('Memory per idle connection, registered for lifecycle events', head, rows)
  return figures
}

/** kB of a virsh that waits for commands and of all that it started. */
async function memoryOfVirsh(uri: string): Promise<{ rss: number; own: number }> {
  const session = startVirsh(uri)
  try {
    await session.ask('hostname')
    const family = await familyOf(session.pid)
    const texts = await Promise.all(
      family.map((pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8')),
    )
    const sum = (field: string) => texts.reduce((total, text) => total + kbIn(text, field), 0)
    return { rss: sum('Rss'), own: sum('Pss') }
  } finally {
    await session.end()
  }
}

async function familyOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const children = text
    .split(' ')
    .filter((word) => word !== '')
    .map(Number)
  return [pid, ...(await Promise.all(children.map(familyOf))).flat()]
}

/** /proc says kB and means 1 024 bytes. */
const kbIn = (text: string, field: string) =>
  (Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1_024) / 1_000
