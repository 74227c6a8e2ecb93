/** What is promised exactly: two round trips for a discovery, one for a state refresh, at any size. */
import type { Opened } from './ours.ts'

export type RoundTrips = { discovery: number; refresh: number; discoveryCalls: number }

export const promised = { discovery: 2, refresh: 1 } as const

export async function countRoundTrips({ connection, adapter }: Opened): Promise<RoundTrips> {
  const start = connection.stats()
  await adapter.discover()
  const discovered = connection.stats()
  await adapter.pulse({ diskSizes: true })
  const refreshed = connection.stats()
  return {
    discovery: discovered.roundTrips - start.roundTrips,
    refresh: refreshed.roundTrips - discovered.roundTrips,
    discoveryCalls: discovered.calls - start.calls,
  }
}

export const isKept = ({ discovery, refresh }: RoundTrips) =>
  discovery === promised.discovery && refresh === promised.refresh
