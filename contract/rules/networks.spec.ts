import { expect, test } from 'vitest'
import { formatIpv4, netmask, parseBlock, parseIpv4, prefixOf } from './ipv4.ts'
import { isPluggedInto, networkProblems } from './networks.ts'

const known = [
  { name: 'default', bridge: 'virbr0', addresses: [{ address: '192.168.122.1', prefix: 24 }] },
  { name: 'lan', bridge: 'br0', addresses: [] },
  { name: 'six', bridge: 'virbr6', addresses: [{ address: 'fd00::1', prefix: 64 }] },
]

const nat = { name: 'lab', mode: 'nat', address: '10.1.2.1/24' } as const

test.each([
  ['192.0.2.1', 3_221_225_985],
  ['0.0.0.0', 0],
  ['255.255.255.255', 2 ** 32 - 1],
  ['256.0.0.1', undefined],
  ['01.2.3.4', undefined],
  ['1.2.3', undefined],
  ['', undefined],
])('%s is the address %s', (text, value) => {
  expect(parseIpv4(text)).toBe(value)
  if (value !== undefined) expect(formatIpv4(value)).toBe(text)
})

test('masks and prefix lengths', () => {
  for (const prefix of [0, 8, 20, 24, 30, 32]) expect(prefixOf(netmask(prefix))).toBe(prefix)
  expect(netmask(20)).toBe('255.255.240.0')
  expect(prefixOf('255.0.255.0')).toBeUndefined()
  expect(parseBlock('10.1.2.3/20')).toMatchObject({
    first: parseIpv4('10.1.0.0'),
    last: parseIpv4('10.1.15.255'),
  })
  expect(parseBlock('10.1.2.3/33')).toBeUndefined()
})

test.each([
  ['a network that fits', nat, []],
  ['a name that is taken', { ...nat, name: 'lan' }, ['name']],
  ['a bridge that libvirt made for another', { ...nat, bridge: 'virbr0' }, ['bridge']],
  ['no address', { ...nat, address: undefined }, ['address']],
  ['an address that is none', { ...nat, address: '10.1.2.1' }, ['address']],
  ['a network without room', { ...nat, address: '10.1.2.1/31' }, ['address']],
  ['the address of the network itself', { ...nat, address: '10.1.2.0/24' }, ['address']],
  ['the broadcast address', { ...nat, address: '10.1.2.255/24' }, ['address']],
  ['a block inside another', { ...nat, address: '192.168.122.129/25' }, ['address']],
  ['a block around another', { ...nat, address: '192.168.1.1/16' }, ['address']],
  ['the neighbour of another', { ...nat, address: '192.168.123.1/24' }, []],
  ['a whole range', { ...nat, dhcp_start: '10.1.2.2', dhcp_end: '10.1.2.254' }, []],
  ['half a range', { ...nat, dhcp_start: '10.1.2.2' }, ['dhcp_end']],
  [
    'a range of elsewhere',
    { ...nat, dhcp_start: '10.1.3.2', dhcp_end: '10.1.3.9' },
    ['dhcp_start'],
  ],
  ['a range backwards', { ...nat, dhcp_start: '10.1.2.9', dhcp_end: '10.1.2.2' }, ['dhcp_end']],
  [
    'a range from the host itself',
    { ...nat, dhcp_start: '10.1.2.1', dhcp_end: '10.1.2.9' },
    ['dhcp_start'],
  ],
  ['a bridge that others use too', { name: 'lan2', mode: 'bridge', bridge: 'br0' }, []],
  ['no bridge', { name: 'lan2', mode: 'bridge' }, ['bridge']],
  [
    'a bridge with an address',
    { name: 'lan2', mode: 'bridge', bridge: 'br0', address: '10.1.2.1/24' },
    ['address'],
  ],
] as const)('%s', (_, wanted, fields) => {
  expect(Object.keys(networkProblems(wanted, known))).toEqual(fields)
})

test('an interface ends in a network by its name, or by the bridge that libvirt made for it', () => {
  const made = { name: 'default', bridge: 'virbr0', forward: 'nat' }
  expect(isPluggedInto(made, { type: 'network', source: 'default' })).toBe(true)
  expect(isPluggedInto(made, { type: 'bridge', source: 'virbr0' })).toBe(true)
  expect(isPluggedInto(made, { type: 'network', source: 'virbr0' })).toBe(false)
  const joined = { name: 'lan', bridge: 'br0', forward: 'bridge' }
  expect(isPluggedInto(joined, { type: 'bridge', source: 'br0' })).toBe(false)
})
