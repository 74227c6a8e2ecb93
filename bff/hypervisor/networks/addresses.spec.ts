import { expect, test } from 'vitest'
import { LibvirtError } from '../../../libvirt/index.ts'
import { readAddresses } from './addresses.ts'

const now = 1_800_000_000_000

const lease = (mac: string | null, ipaddr: string, expiresIn: number | null) => ({
  iface: 'virbr0',
  expirytime: expiresIn === null ? 0n : BigInt(now / 1000 + expiresIn),
  type: 0,
  mac,
  iaid: null,
  ipaddr,
  prefix: 24,
  hostname: null,
  clientid: null,
})

test('leases that hold, by MAC address; what is refused gives none', () => {
  const refused = { refused: Object.create(LibvirtError.prototype) as LibvirtError }
  const first = [
    lease('52:54:00:AA:00:01', '192.168.122.5', 60),
    lease('52:54:00:aa:00:01', '192.168.122.5', 90),
    lease('52:54:00:aa:00:01', 'fd00::5', null),
    lease('52:54:00:aa:00:02', '192.168.122.6', -1),
    lease(null, '192.168.122.7', 60),
  ]
  expect([
    ...readAddresses([first, refused, [lease('52:54:00:aa:00:03', '10.0.0.3', 1)]], now),
  ]).toEqual([
    ['52:54:00:aa:00:01', ['192.168.122.5', 'fd00::5']],
    ['52:54:00:aa:00:03', ['10.0.0.3']],
  ])
})
