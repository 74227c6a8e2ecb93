import { describe, expect, test } from 'vitest'
import { readDomainXml } from './domain.ts'
import { XmlError } from './scan.ts'

const domainWith = (devices: string, head = '') =>
  `<domain type='kvm' id='3'>
    <name>web-01</name>
    <uuid>6F0D1A21-5e3b-4c8a-9d27-000000000011</uuid>
    <memory unit='KiB'>2097152</memory>
    <currentMemory unit='KiB'>1048576</currentMemory>
    <vcpu placement='static' current='1'>4</vcpu>
    <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
    ${head}
    <devices>${devices}</devices>
  </domain>`

test('what it is and the most it may have', () => {
  expect(readDomainXml(domainWith(''))).toEqual({
    name: 'web-01',
    uuid: '6f0d1a21-5e3b-4c8a-9d27-000000000011',
    vcpus: 4,
    memoryKiB: 2_097_152,
    arch: 'x86_64',
    disks: [],
    interfaces: [],
  })
})

test('whatever others keep in its metadata', () => {
  const metadata = '<metadata><größe:m xmlns:größe="urn:x"><memory>1</memory></größe:m></metadata>'
  expect(readDomainXml(domainWith('', metadata)).memoryKiB).toBe(2_097_152)
})

test.each([
  ['GiB', 2, 2 * 1024 ** 2],
  ['MiB', 512, 512 * 1024],
  ['b', 4096, 4],
  ['M', 1, 1024],
  ['MB', 1, 976],
])('memory in %s', (unit, value, kib) => {
  const xml = `<domain><memory unit='${unit}'>${value}</memory></domain>`
  expect(readDomainXml(xml).memoryKiB).toBe(kib)
})

test.each(['', '-1', '1e400', '0x10', '1.5', 'NaN', '4abc', '9007199254740993'])(
  'the number "%s" is none',
  (number) => {
    const xml = `<domain><memory>${number}</memory><vcpu>${number}</vcpu></domain>`
    expect(readDomainXml(xml)).toMatchObject({ memoryKiB: null, vcpus: null })
  },
)

test.each(['furlong', 'constructor', ''])('memory in "%s" is unknown', (unit) => {
  const xml = `<domain><memory unit='${unit}'>1024</memory></domain>`
  expect(readDomainXml(xml).memoryKiB).toBeNull()
})

const disksOf = (xml: string) => readDomainXml(domainWith(xml)).disks

describe('disks', () => {
  test('file, block device, volume, network, empty', () => {
    expect(
      disksOf(`
        <disk type='file'><source file='/images/a.qcow2'/><target dev='vda' bus='virtio'/></disk>
        <disk type='block' device='disk'><source dev='/dev/vg/b'/><target dev='vdb' bus='scsi'/></disk>
        <disk type='volume' device='disk'><source pool='fast' volume='c.img'/><target dev='vdc'/></disk>
        <disk type='network' device='disk'><source protocol='rbd' name='rbd/d'/><target dev='vdd'/></disk>
        <disk type='file' device='disk'><target dev='vde' bus='sata'/></disk>`),
    ).toEqual([
      { name: 'vda', source: '/images/a.qcow2', poolName: null, bus: 'virtio' },
      { name: 'vdb', source: '/dev/vg/b', poolName: null, bus: 'scsi' },
      { name: 'vdc', source: 'fast/c.img', poolName: 'fast', bus: null },
      { name: 'vdd', source: 'rbd:rbd/d', poolName: null, bus: null },
      { name: 'vde', source: null, poolName: null, bus: 'sata' },
    ])
  })

  test('drives for removable media are none', () => {
    expect(
      disksOf(`<disk type='file' device='cdrom'><source file='/iso'/><target dev='sda'/></disk>
        <disk type='file' device='floppy'><target dev='fda'/></disk>`),
    ).toEqual([])
  })

  test('what backs or mirrors a disk is not the disk', () => {
    expect(
      disksOf(`<disk type='file' device='disk'>
        <source file='/images/top.qcow2' index='2'><slices/></source>
        <backingStore type='file'><format type='qcow2'/><source file='/images/base.qcow2'/></backingStore>
        <mirror type='file'><source file='/images/copy.qcow2'/></mirror>
        <target dev='vda' bus='virtio'/></disk>`),
    ).toEqual([{ name: 'vda', source: '/images/top.qcow2', poolName: null, bus: 'virtio' }])
  })
})

test('interfaces, by what they were asked to be plugged into', () => {
  const xml = domainWith(`
    <interface type='network'><mac address='52:54:00:AA:BB:CC'/>
      <source network='maas' portid='1' bridge='virbr1'/><target dev='vnet0'/><model type='virtio'/></interface>
    <interface type='bridge'><mac address='52:54:00:00:00:02'/><source bridge='br0'/></interface>
    <interface type='direct'><mac address='52:54:00:00:00:03'/><source dev='eth0' mode='bridge'/></interface>
    <interface type='user'/>`)
  expect(readDomainXml(xml).interfaces).toEqual([
    { target: 'vnet0', mac: '52:54:00:aa:bb:cc', type: 'network', source: 'maas', model: 'virtio' },
    { target: null, mac: '52:54:00:00:00:02', type: 'bridge', source: 'br0', model: null },
    { target: null, mac: '52:54:00:00:00:03', type: 'direct', source: 'eth0', model: null },
    { target: null, mac: '', type: 'user', source: null, model: null },
  ])
})

test('metadata may hold anything', () => {
  const head = `<metadata><x:devices xmlns:x='urn:x'><disk><target dev='vdz'/></disk><name>other</name>
    </x:devices></metadata>`
  const domain = readDomainXml(domainWith('', head))
  expect(domain).toMatchObject({ name: 'web-01', disks: [] })
})

test('a document of something else is an empty domain; a broken one is refused', () => {
  expect(readDomainXml('<pool type="dir"/>')).toMatchObject({ name: '', vcpus: null, disks: [] })
  expect(() => readDomainXml(domainWith('').slice(0, 300))).toThrow(XmlError)
})
