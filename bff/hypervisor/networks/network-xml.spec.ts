import { expect, test } from 'vitest'
import { maasNetwork } from '../../../contract/network.ts'
import { readNetworkXml } from '../xml/network.ts'
import { networkXml } from './network-xml.ts'

const own = { autostart: true, dhcp: undefined, dns: false, domain: undefined, bridge: undefined }

test('the network of the documentation of MAAS, to the letter', () => {
  expect(networkXml({ ...own, ...maasNetwork })).toBe(`<network>
  <name>maas</name>
  <forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>
  <dns enable='no'/>
  <bridge name='virbr1' stp='off' delay='0'/>
  <domain name='testnet'/>
  <ip address='172.16.99.1' netmask='255.255.255.0'/>
</network>`)
})

test('a routed network that hands out addresses and answers names', () => {
  const dhcp = { start: '10.1.2.10', end: '10.1.2.99' }
  const xml = networkXml({
    ...own,
    name: 'lab',
    mode: 'route',
    address: '10.1.2.1/20',
    dns: true,
    dhcp,
  })
  expect(xml).not.toContain('<dns')
  expect(readNetworkXml(xml)).toEqual({
    forward: 'route',
    bridge: null,
    domain: null,
    addresses: [{ address: '10.1.2.1', prefix: 20, dhcp: [dhcp] }],
  })
})

test('a bridged network has nothing but its bridge', () => {
  expect(networkXml({ name: 'lan', mode: 'bridge', bridge: 'br0', autostart: true }))
    .toBe(`<network>
  <name>lan</name>
  <forward mode='bridge'/>
  <bridge name='br0'/>
</network>`)
})

test('whatever a name holds stays a name', () => {
  const name = `a'/><ip address="1.2.3.4"/><&`
  const xml = networkXml({ ...own, name, mode: 'nat', address: '10.1.2.1/24', bridge: name })
  expect(readNetworkXml(xml)).toMatchObject({ bridge: name, addresses: [{ address: '10.1.2.1' }] })
})
