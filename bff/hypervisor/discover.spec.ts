import { expect, test, vi } from 'vitest'
import {
  connectGetAllDomainStats,
  connectGetCapabilities,
  connectListAllDomains,
  connectListAllNetworks,
  connectListAllStoragePools,
  openConnection,
} from '../../libvirt/index.ts'
import { createFakeLibvirtd, fakeDomain } from '../../libvirt/testing/fake-libvirtd.ts'
import { discoverHost } from './discover.ts'
import type * as slices from './slices.ts'

const { read } = vi.hoisted(() => ({ read: { inThisTurn: 0, mostInOneTurn: 0, inAll: 0 } }))

/** The process's own slices, with a clock by which every document takes a millisecond. */
vi.mock('./slices.ts', async (importOriginal) => {
  const { createSlices } = await importOriginal<typeof slices>()
  let clock = 0
  const onTime = createSlices(() => clock)
  const inSlices: slices.Slices = (work) =>
    onTime(() => {
      clock += 1
      read.inAll += 1
      read.inThisTurn += 1
      read.mostInOneTurn = Math.max(read.mostInOneTurn, read.inThisTurn)
      return work()
    })
  return { inSlices }
})

async function start(domains: number) {
  const daemon = createFakeLibvirtd()
  daemon.host.domains = Array.from({ length: domains }, (_, n) => fakeDomain({ name: `vm-${n}` }))
  const connection = await openConnection(daemon.connect(), { uri: 'qemu:///system' })
  return {
    daemon,
    connection,
    discover: () => discoverHost(connection, { reached: [], first: null, user: null }),
    stop: async () => {
      await connection.close()
      await daemon.close()
    },
  }
}

test('of 500 documents no more are read in one turn of the event loop than fit into a slice', async () => {
  const { discover, stop } = await start(500)
  let turns = setImmediate(function turn() {
    read.inThisTurn = 0
    turns = setImmediate(turn)
  })
  const found = await discover()
  clearImmediate(turns)
  expect(found.discovery.machines.every(({ described }) => described)).toBe(true)
  expect(read).toMatchObject({ inAll: 500, mostInOneTurn: 8 })
  await stop()
})

test.each([
  connectListAllDomains,
  connectListAllStoragePools,
  connectListAllNetworks,
  connectGetAllDomainStats,
  connectGetCapabilities,
])('two round trips although $name answers last', async (procedure) => {
  const { daemon, connection, discover, stop } = await start(3)
  daemon.fault(procedure, { kind: 'delay', ms: 30 })
  const before = connection.stats().roundTrips
  await discover()
  expect(connection.stats().roundTrips - before).toBe(2)
  await stop()
})
