import { expect, test } from 'vitest'
import { readPoolXml } from '../xml/pool.ts'
import { storagePoolXml } from './pool-xml.ts'

test('a folder, whatever its name holds', () => {
  const path = `/srv/a'b"<c>&d`
  const xml = storagePoolXml({ name: 'images', type: 'dir', path, autostart: true })
  expect(readPoolXml(xml)).toEqual({ type: 'dir', path })
})

test('a volume group', () => {
  expect(storagePoolXml({ name: 'fast', type: 'logical', volumeGroup: 'vg-nvme', autostart: true }))
    .toBe(`<pool type='logical'>
  <name>fast</name>
  <source>
    <name>vg-nvme</name>
    <format type='lvm2'/>
  </source>
  <target>
    <path>/dev/vg-nvme</path>
  </target>
</pool>`)
})
