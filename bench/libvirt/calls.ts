/** Calls per second, of a call that costs the host next to nothing. */
import { compare, type Contender } from '../measure.ts'
import { ways, type Way } from './bench-host.ts'
import { far, type Part } from './parties.ts'
import { digits, printTable, spreadText } from './report.ts'

const counts: Record<Way, number> = { unix: 1_000, ssh: 1_000, [far]: 100 }

export const measureCalls: Part = async ({ benchHost, ours, cLibrary, runs }) => {
  const rows: string[][] = []
  for (const way of ways) {
    const count = counts[way]
    const connection = await ours.openLibrary(way)
    try {
      const contenders: Contender[] = [
        { name: 'ours, all at once', run: () => ours.tiny(connection, count) },
      ]
      if (cLibrary) {
        await cLibrary.ask('keep', benchHost.uri[way])
        const run = () => cLibrary.ask('tiny', String(count))
        contenders.push({ name: 'C library, one after the other', run })
      }
      const results = await compare(contenders, runs)
      const mine = results[0]?.spread.median ?? Number.NaN
      for (const [index, { name, spread }] of results.entries()) {
        const perSecond = Math.round((count / spread.median) * 1_000)
        const ratio = index === 0 ? '' : digits(spread.median / mine)
        rows.push([way, name, String(count), spreadText(spread), String(perSecond), ratio])
      }
    } finally {
      await connection.close()
      await cLibrary?.ask('drop', '-')
    }
  }
  const head = ['over', 'who', 'calls', 'median ms (min-max)', 'calls/s', 'ours/it']
  printTable('Tiny calls', head, rows)
  return []
}
