import { type Answer, isRefused, type Leases } from '../waves.ts'
import type { Addresses } from './port.ts'

/**
 * What networks have given out and not taken back. A network that gives out nothing refuses to tell, which is no
 * address. `now` in milliseconds since 1970.
 */
export function readAddresses(answers: readonly Answer<Leases>[], now = Date.now()): Addresses {
  const addresses = new Map<string, string[]>()
  for (const leases of answers) {
    if (isRefused(leases)) continue
    for (const { mac, ipaddr, expirytime } of leases) {
      const key = (mac ?? '').toLowerCase()
      const known = addresses.get(key) ?? []
      const isOver = expirytime > 0 && Number(expirytime) * 1000 < now
      if (key !== '' && !isOver && !known.includes(ipaddr)) addresses.set(key, [...known, ipaddr])
    }
  }
  return addresses
}
