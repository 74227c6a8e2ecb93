/** Volumes up and down: ours beside virsh, and what else the host answers meanwhile. */
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import {
  storageVolDownload,
  storageVolLookupByPath,
  uploadVolume,
  type Connection,
  type StorageVol,
} from '../../libvirt/index.ts'
import { run } from '../../scripts/lab/processes.ts'
import { compare, spreadOf, timed, type Contender, type Spread } from '../measure.ts'
import { ways, type Way } from './bench-host.ts'
import type { Figure } from './budgets.ts'
import type { Part, Parties } from './parties.ts'
import { digits, printTable, spreadText } from './report.ts'
import { virshLimitMs, virshProgram } from './virsh-session.ts'
import { makeVolume, type BenchVolume } from './volume.ts'

/** Of those that no budget judges: their data is checked each time, which takes longer than sending it. */
const fewRuns = 2
const chunkBytes = 1_024 * 1_024
const breathMs = 10

type Direction = 'upload' | 'download'

const isJudged = (way: Way, direction: Direction) => way === 'ssh' && direction === 'upload'

export const measureUpload: Part = async (parties, machines) => {
  const volume = await makeVolume(parties.benchHost.host)
  const rates: string[][] = []
  const beside: string[][] = []
  const figures: Figure[] = []
  for (const way of ways) {
    for (const direction of ['upload', 'download'] as const) {
      const { all, alone } = await compareTransfer(parties, way, direction, volume)
      const rate = (ms: number) => digits(volume.bytes / ms / 1_000)
      rates.push(
        [way, direction, 'ours', rate(all.ours), rate(alone.ours), ''],
        [
          way,
          direction,
          `virsh vol-${direction}`,
          rate(all.virsh),
          rate(alone.virsh),
          `${digits(all.virsh / all.ours)}, ${digits(alone.virsh / alone.ours)}`,
        ],
      )
      if (isJudged(way, direction)) {
        figures.push({ budget: 'upload', value: alone.virsh / alone.ours })
      }
    }
    const ms = await besideUpload(parties, way, volume, machines)
    beside.push([way, spreadText(ms), String(ms.runs)])
    figures.push({ budget: 'besideUpload', value: ms.median })
  }
  printTable(
    `A volume of ${volume.bytes >> 20} MiB, MB/s`,
    ['over', 'what', 'who', 'with connect', 'without', 'ours/it'],
    rates,
  )
  printTable(
    `State refresh of ${machines} machines on a second connection during an upload`,
    ['over', 'median ms (min-max)', 'refreshes'],
    beside,
  )
  return figures
}

/** Milliseconds, with connecting and without. */
type Transfer = Record<'all' | 'alone', { ours: number; virsh: number }>

async function compareTransfer(
  { benchHost, ours, runs }: Parties,
  way: Way,
  direction: Direction,
  volume: BenchVolume,
): Promise<Transfer> {
  const { pool, name, path, source, target } = volume
  const virsh = (...args: string[]) =>
    run(virshProgram, ['-q', '-c', benchHost.uri[way], ...args], { timeoutMs: virshLimitMs })
  const checked = async (work: () => Promise<unknown>) => {
    if (direction === 'upload') await volume.empty()
    const ms = await timed(work)
    await (direction === 'upload' ? volume.expectUploaded() : volume.expectDownloaded())
    return ms
  }
  const transfers: number[] = []
  const contenders: Contender[] = [
    {
      name: 'ours',
      run: () =>
        checked(() =>
          withVolume(ours.openLibrary(way), path, async (connection, vol) => {
            transfers.push(await timed(() => transfer[direction](connection, vol, volume)))
          }),
        ),
    },
    {
      name: 'virsh',
      run: () =>
        checked(() =>
          virsh(`vol-${direction}`, '--pool', pool, name, direction === 'upload' ? source : target),
        ),
    },
    // Connects and finds the volume, as the other one does.
    { name: 'connect', run: () => timed(() => virsh('vol-key', '--pool', pool, name)) },
  ]
  const results = await compare(contenders, isJudged(way, direction) ? runs : fewRuns)
  const [mine = Number.NaN, theirs = Number.NaN, connect = Number.NaN] = results.map(
    ({ spread }) => spread.median,
  )
  const counted = transfers.slice(-(results[0]?.spread.runs ?? 0))
  return {
    all: { ours: mine, virsh: theirs },
    alone: { ours: spreadOf(counted).median, virsh: theirs - connect },
  }
}

const transfer: Record<
  Direction,
  (connection: Connection, vol: StorageVol, volume: BenchVolume) => Promise<void>
> = {
  upload: (connection, vol, { source, bytes }) =>
    uploadVolume(connection, {
      vol,
      source: createReadStream(source, { highWaterMark: chunkBytes }),
      length: bytes,
    }),
  download: async (connection, vol, { target }) => {
    const whole = { vol, offset: 0, length: 0, flags: 0 }
    const { stream } = await connection.openStream(storageVolDownload, whole)
    await pipeline(stream, createWriteStream(target, { highWaterMark: chunkBytes }))
  },
}

async function withVolume(
  opening: Promise<Connection>,
  path: string,
  work: (connection: Connection, vol: StorageVol) => Promise<void>,
): Promise<void> {
  const connection = await opening
  try {
    await work(connection, await connection.call(storageVolLookupByPath, { path }))
  } finally {
    await connection.close()
  }
}

/** One state refresh after the other, as long as an upload takes. */
async function besideUpload(
  { ours }: Parties,
  way: Way,
  volume: BenchVolume,
  machines: number,
): Promise<Spread> {
  const adapter = await ours.connect(way)
  const samples: number[] = []
  try {
    await adapter.discover()
    await volume.empty()
    await withVolume(ours.openLibrary(way), volume.path, async (connection, vol) => {
      const progress = { ended: false }
      const upload = transfer.upload(connection, vol, volume).finally(() => {
        progress.ended = true
      })
      while (!progress.ended) {
        const took = await ours.refresh(adapter, machines)
        // One that outlasts the upload was not beside it all the time.
        if (!progress.ended) samples.push(took)
        await new Promise((resolve) => setTimeout(resolve, breathMs))
      }
      await upload
    })
    await volume.expectUploaded()
  } finally {
    await adapter.close()
  }
  return spreadOf(samples)
}
