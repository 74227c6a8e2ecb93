/** How long a discovery keeps the rest of the process waiting. */
import { spreadOf } from '../measure.ts'
import { largest, type Figure } from './budgets.ts'
import type { LoopAnswer, LoopQuestion } from './loop-process.ts'
import { inOwnProcess } from './own-process.ts'
import type { Part } from './parties.ts'
import { printTable, spreadText } from './report.ts'

export const measureLoop: Part = async ({ benchHost: { access }, runs }, machines) => {
  const rows: string[][] = []
  const figures: Figure[] = []
  for (const way of ['unix', 'ssh'] as const) {
    const question: LoopQuestion = { access, way, machines, warmRuns: runs }
    const cold: number[] = []
    const warm: number[] = []
    for (let run = 0; run < runs; run += 1) {
      const answer = await inOwnProcess<LoopAnswer>('loop-process.ts', question)
      cold.push(answer.cold)
      warm.push(...answer.warm)
    }
    for (const [what, samples] of [
      ['the first of its process', cold],
      ['later ones', warm],
    ] as const) {
      const ms = spreadOf(samples)
      rows.push([way, what, spreadText(ms), String(ms.runs)])
      if (machines >= largest) figures.push({ budget: 'blocked', value: ms.max })
    }
  }
  const title = `Longest block of the event loop in a discovery of ${machines} machines`
  printTable(title, ['over', 'discovery', 'median ms (min-max)', 'runs'], rows)
  return figures
}
