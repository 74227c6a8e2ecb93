/** How soon it is known that the host's daemon died, or fell silent. */
import { readdir, readFile, readlink } from 'node:fs/promises'
import type { Host } from '../../scripts/lab/host.ts'
import { connectGetLibVersion, type Connection } from '../../libvirt/index.ts'
import { spreadOf, within } from '../measure.ts'
import { ways } from './bench-host.ts'
import type { Figure } from './budgets.ts'
import type { Part } from './parties.ts'
import { printTable, spreadText } from './report.ts'

const rounds = 3
/** Sooner than the defaults, or one round would take 20 s. */
const keepalive = { intervalMs: 200, limitMs: 1_000 }

export const measureOutages: Part = async ({ benchHost: { host }, ours }) => {
  const rows: string[][] = []
  const figures: Figure[] = []
  for (const way of ways) {
    const killed: number[] = []
    const silent: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const pid = await pidOfLibvirtd(host)
      // First, as it also waits for a daemon that has only just been started.
      const doomed = await ours.openLibrary(way)
      const quiet = await ours.openLibrary(way, { keepalive })
      try {
        const stop = () => process.kill(pid, 'SIGSTOP')
        silent.push(await noticed(quiet, 'keepalive_timeout', stop))
      } finally {
        process.kill(pid, 'SIGCONT')
      }
      try {
        const kill = () => process.kill(pid, 'SIGKILL')
        killed.push(await noticed(doomed, 'closed_by_peer', kill))
      } finally {
        await host.startLibvirtd()
      }
    }
    const [death, silence] = [spreadOf(killed), spreadOf(silent)]
    rows.push([way, 'killed', spreadText(death)], [way, 'stopped', spreadText(silence)])
    figures.push({ budget: 'killed', value: death.max }, { budget: 'silent', value: silence.max })
  }
  const title = `From SIGKILL or SIGSTOP of libvirtd until its client knows, ${rounds} runs`
  printTable(title, ['over', 'libvirtd', 'median ms (min-max)'], rows)
  return figures
}

/** Milliseconds until the connection is over, for the reason given. */
async function noticed(
  connection: Connection,
  reason: 'closed_by_peer' | 'keepalive_timeout',
  happen: () => void,
): Promise<number> {
  try {
    await connection.call(connectGetLibVersion)
    const startedAt = performance.now()
    happen()
    const end = await within(10_000, 'to notice an outage', connection.closed)
    const took = performance.now() - startedAt
    if (end.reason !== reason) throw new Error(`the connection ended by ${end.reason}`)
    return took
  } finally {
    await connection.close()
  }
}

/** As seen from here, so that a signal needs no process of its own. */
async function pidOfLibvirtd({ initPid }: Host): Promise<number> {
  const namespace = await readlink(`/proc/${initPid}/ns/pid`)
  for (const name of await readdir('/proc')) {
    const command = await readFile(`/proc/${name}/comm`, 'utf8').catch(() => '')
    if (command.trim() !== 'libvirtd') continue
    if ((await readlink(`/proc/${name}/ns/pid`).catch(() => '')) === namespace) return Number(name)
  }
  throw new Error('the host has no libvirtd')
}
