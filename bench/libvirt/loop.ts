/** How long a discovery keeps the rest of the process waiting. */
import { spreadOf } from '../measure.ts'
import { largest, type Figure } from './budgets.ts'
import type { Block, LoopAnswer, LoopQuestion } from './loop-process.ts'
import { inOwnProcess } from './own-process.ts'
import type { Part } from './parties.ts'
import { printTable, spreadText } from './report.ts'

export const measureLoop: Part = async ({ benchHost: { access }, runs }, machines) => {
  const rows: string[][] = []
  const figures: Figure[] = []
  for (const way of ['unix', 'ssh'] as const) {
    const question: LoopQuestion = { access, way, machines, warmRuns: runs }
    const cold: Block[] = []
    const warm: Block[] = []
    for (let run = 0; run < runs; run += 1) {
      const answer = await inOwnProcess<LoopAnswer>('loop-process.ts', question)
      cold.push(answer.cold)
      warm.push(...answer.warm)
    }
    for (const [what, blocks] of [
      ['the first of its process', cold],
      ['later ones', warm],
    ] as const) {
      const gap = spreadOf(blocks.map((block) => block.gap))
      const own = spreadOf(blocks.map((block) => block.own))
      rows.push([way, what, spreadText(gap), spreadText(own), String(gap.runs)])
      if (machines >= largest) figures.push({ budget: 'blocked', value: gap.max })
    }
  }
  const title = `Longest block of the event loop in a discovery of ${machines} machines`
  printTable(title, ['over', 'discovery', 'median ms (min-max)', 'of own work', 'runs'], rows)
  return figures
}
