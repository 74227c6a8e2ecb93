import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestClock } from '../testing/clock.ts'
import { peers } from '../testing/stores.ts'
import { openStore } from './store.ts'

/** Says the name of each zone after its commit, as fast as it can. */
const writer = `
  const { openStore } = await import(process.argv[1])
  const store = await openStore(JSON.parse(process.argv[2]), { now: () => new Date() })
  for (let i = 0; ; i += 1) {
    const name = process.argv[3] + ' ' + i
    await store.transaction((tx) => tx.zones.create({ name, description: 'x'.repeat(500) }))
    process.stdout.write(name + '\\n')
  }
`
const rounds = 4
const acknowledgedPerRound = 50

test.each(peers.filter((peer) => peer.available))(
  'no acknowledged write is lost when the process is killed: $name',
  { timeout: 60_000 },
  async ({ make }) => {
    const { location, remove } = await make()
    const acknowledged: string[] = []
    for (let round = 0; round < rounds; round += 1) {
      const child = spawn(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          writer,
          join(import.meta.dirname, 'store.ts'),
          JSON.stringify(location),
          `round ${round}`,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      let said = ''
      let count = 0
      child.stdout.setEncoding('utf8')
      for await (const chunk of child.stdout as AsyncIterable<string>) {
        said += chunk
        count += chunk.split('\n').length - 1
        if (count >= acknowledgedPerRound) child.kill('SIGKILL')
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      expect(child.signalCode).toBe('SIGKILL')
      // The last piece may be cut off: it was not acknowledged in full.
      acknowledged.push(...said.split('\n').slice(0, -1))
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(rounds * acknowledgedPerRound)

    const store = await openStore(location, createTestClock())
    const kept = new Set((await store.zones.list()).map((zone) => zone.name))
    expect(acknowledged.filter((name) => !kept.has(name))).toEqual([])
    // Rows and the feed that tells of them are one.
    const told = await store.changes.since(0, 10_000)
    expect(told.map(({ change }) => change.key)).toHaveLength(kept.size - 1)
    await store.close()
    await remove()
  },
)
