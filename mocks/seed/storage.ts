import type { Host } from '../db.ts'
import { uuid } from '../stable.ts'

/** A volume that no machine has as its disk; those of machines follow from their disks. */
export type SpareVolume = {
  /** UUID of its storage pool. */
  pool: string
  name: string
  path: string
  format: string
  capacity: number
  allocation: number
  backing: string | null
}

/** What else lies in a pool: an image that others stand on, a CD, and what a deleted machine left behind. */
export function spareVolumes(pools: Host['storagePools']): SpareVolume[] {
  return pools
    .filter(({ state, type }) => state === 'running' && type === 'dir')
    .flatMap(({ id, path }) => {
      const volume = (name: string, format: string, gigabytes: number, backing?: string) => ({
        pool: id,
        name,
        path: `${path}/${name}`,
        format,
        capacity: gigabytes * 1e9,
        allocation: (gigabytes * 1e9) / 4,
        backing: backing === undefined ? null : `${path}/${backing}`,
      })
      return [
        volume('noble-server-cloudimg-amd64.img', 'qcow2', 3.5),
        volume('debian-12-netinst.iso', 'iso', 0.7),
        volume(uuid(`left/${id}`), 'qcow2', 20, 'noble-server-cloudimg-amd64.img'),
      ]
    })
}
