import { expect, test } from 'vitest'
import { readDiskSources } from './disk-sources.ts'
import { readVolumeXml } from './volume.ts'

test('a volume, with what it stands on', () => {
  expect(
    readVolumeXml(`<volume type='file'><name>web &amp; co.qcow2</name><key>/p/web &amp; co.qcow2</key>
      <capacity unit='bytes'>8000000000</capacity><allocation unit='bytes'>200704</allocation>
      <physical unit='bytes'>196640</physical>
      <target><path>/p/web &amp; co.qcow2</path><format type='qcow2'/><permissions><mode>0600</mode></permissions></target>
      <backingStore><path>/p/base.img</path><format type='raw'/></backingStore></volume>`),
  ).toEqual({
    type: 'file',
    path: '/p/web & co.qcow2',
    format: 'qcow2',
    capacityBytes: 8e9,
    allocationBytes: 200_704,
    backing: '/p/base.img',
  })
})

test('what a volume does not tell is unknown, not nothing', () => {
  expect(
    readVolumeXml(
      `<volume type='network'><name>a</name><capacity unit='bytes'>18446744073709551615</capacity>
       <target><format type='unknown'/></target></volume>`,
    ),
  ).toEqual({
    type: 'network',
    path: null,
    format: null,
    capacityBytes: null,
    allocationBytes: null,
    backing: null,
  })
})

test('everything that a domain holds on to is told, and nothing that others wrote into it', () => {
  expect([
    ...readDiskSources(`<domain>
      <metadata><x><disk><source file='/not/this'/></disk></x></metadata>
      <os><type>hvm</type><loader>/usr/share/OVMF.fd</loader><nvram>/p/vars.fd</nvram></os>
      <devices>
        <disk type='file' device='disk'><source file='/p/a.qcow2'><seclabel model='dac'/></source>
          <backingStore type='file'><source file='/p/base.img'/><backingStore/></backingStore>
          <mirror type='file'><source file='/p/copy.qcow2'/></mirror></disk>
        <disk type='file' device='cdrom'><source file='/p/inst.iso'/></disk>
        <disk type='volume' device='disk'><source pool='vg' volume='root'/></disk>
        <disk type='block' device='lun'><source dev='/dev/vg/lun'/></disk>
        <interface type='network'><source network='maas'/></interface>
      </devices></domain>`),
  ]).toEqual([
    '/usr/share/OVMF.fd',
    '/p/vars.fd',
    '/p/a.qcow2',
    '/p/base.img',
    '/p/copy.qcow2',
    '/p/inst.iso',
    'vg/root',
    '/dev/vg/lun',
  ])
})
