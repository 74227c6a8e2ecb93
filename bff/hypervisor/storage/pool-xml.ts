import { escape } from '../xml/write.ts'
import type { NewStoragePool } from './port.ts'

/** libvirt's definition of a storage pool. */
export function storagePoolXml(pool: NewStoragePool): string {
  const path = pool.type === 'dir' ? pool.path : `/dev/${pool.volumeGroup}`
  return [
    `<pool type='${pool.type}'>`,
    `  <name>${escape(pool.name)}</name>`,
    ...(pool.type === 'logical'
      ? [
          '  <source>',
          `    <name>${escape(pool.volumeGroup)}</name>`,
          `    <format type='lvm2'/>`,
          '  </source>',
        ]
      : []),
    '  <target>',
    `    <path>${escape(path)}</path>`,
    '  </target>',
    '</pool>',
  ].join('\n')
}
