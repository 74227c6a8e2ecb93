/** Columns that are made of others when these are written, so that a database can search and order by them. */
import type { BlockDevice, NetworkInterface } from '../../contract/machine.ts'
import { naturalKey } from '../../contract/rules/natural-order.ts'

type Sources = {
  hostname?: string
  interfaces?: readonly Pick<NetworkInterface, 'mac_address'>[]
  disks?: readonly BlockDevice[]
}

export const madeColumns = ({ hostname, interfaces, disks }: Sources) => ({
  ...(hostname !== undefined && { name_key: naturalKey(hostname) }),
  ...(interfaces && { macs: interfaces.map(({ mac_address }) => mac_address).join(' ') }),
  ...(disks && { disk_count: disks.length }),
})
