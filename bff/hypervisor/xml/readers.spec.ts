import { expect, test } from 'vitest'
import { readCapabilitiesXml } from './capabilities.ts'
import { readNetworkXml } from './network.ts'
import { readPoolXml } from './pool.ts'

test('a storage pool in a folder, and one that is nowhere in the file system', () => {
  expect(
    readPoolXml(`<pool type='dir'><name>maas</name><source><dir path='/no'/></source>
      <target><path>/var/lib/libvirt/maas-images</path><permissions><mode>0755</mode></permissions></target></pool>`),
  ).toEqual({ type: 'dir', path: '/var/lib/libvirt/maas-images' })
  expect(readPoolXml(`<pool type='rbd'><source><name>rbd</name></source></pool>`)).toEqual({
    type: 'rbd',
    path: null,
  })
})

test('a network that hands out addresses, one that does not, an isolated one', () => {
  expect(
    readNetworkXml(`<network><name>default</name><forward mode='nat'/><bridge name='virbr0'/>
      <ip address='192.168.122.1'><dhcp><range start='192.168.122.2' end='192.168.122.254'/>
      <host mac='52:54:00:00:00:01' ip='192.168.122.9'/></dhcp></ip></network>`),
  ).toEqual({
    bridge: 'virbr0',
    forward: 'nat',
    domain: null,
    addresses: [
      {
        address: '192.168.122.1',
        prefix: 24,
        dhcp: [{ start: '192.168.122.2', end: '192.168.122.254' }],
      },
    ],
  })
  expect(readNetworkXml(`<network><forward/><ip address='10.0.0.1'/></network>`)).toEqual({
    bridge: null,
    forward: 'nat',
    domain: null,
    addresses: [{ address: '10.0.0.1', prefix: 8, dhcp: [] }],
  })
  const both = readNetworkXml(`<network><domain name='testnet'/>
    <ip address='172.16.99.1' netmask='255.255.255.0'/><ip family='ipv6' address='fd00::1' prefix='64'/></network>`)
  expect(both.domain).toBe('testnet')
  expect(both.addresses).toEqual([
    { address: '172.16.99.1', prefix: 24, dhcp: [] },
    { address: 'fd00::1', prefix: 64, dhcp: [] },
  ])
  expect(readNetworkXml(`<network><bridge name='br9'/></network>`).forward).toBeNull()
})

const capabilities = (domains: string) => `<capabilities>
  <host><uuid>0</uuid><cpu><arch>x86_64</arch><model>EPYC</model></cpu></host>
  <guest><os_type>hvm</os_type><arch name='aarch64'><emulator>/usr/bin/qemu-system-aarch64</emulator>
    <domain type='qemu'/></arch></guest>
  <guest><os_type>hvm</os_type><arch name='x86_64'><wordsize>64</wordsize>
    <emulator>/usr/bin/qemu-system-x86_64</emulator><domain type='qemu'/>${domains}</arch></guest>
</capabilities>`

test('hardware acceleration counts for the architecture of the host itself', () => {
  expect(readCapabilitiesXml(capabilities(`<domain type='kvm'/>`))).toEqual({
    arch: 'x86_64',
    kvm: true,
    emulator: true,
  })
  expect(readCapabilitiesXml(capabilities('')).kvm).toBe(false)
  expect(readCapabilitiesXml('<capabilities/>')).toEqual({ arch: '', kvm: false, emulator: false })
})
