import type { PodNetwork } from '../../contract/pod.ts'
import type { Host } from '../db.ts'
import { uuid } from '../stable.ts'

type Pool = {
  name: string
  type: string
  totalGB: number
  usedGB: number
  state?: 'running' | 'inactive'
  path?: string
}

/** Sizes are GB (1000^3), as the pictures show them. */
export function storagePool(
  hostKey: string,
  { name, type, totalGB, usedGB, state = 'running', path }: Pool,
): Host['storagePools'][number] {
  const known = state === 'running'
  const bytes = (gigabytes: number) => (known ? Math.round(gigabytes * 1e9) : null)
  return {
    id: uuid(`${hostKey}/${name}`),
    name,
    type,
    path: path ?? (type === 'logical' ? `/dev/${name}` : `/var/lib/libvirt/${name}`),
    state,
    autostart: known,
    total: bytes(totalGB),
    used: bytes(usedGB),
    available: bytes(totalGB - usedGB),
  }
}

const network = (
  name: string,
  forward: string | null,
  bridge: string,
  more: Partial<PodNetwork> = {},
): PodNetwork => ({
  id: uuid(`network/${name}`),
  name,
  active: true,
  forward,
  bridge,
  dhcp: false,
  ...more,
})

/** What libvirt brings along, and the one that Podyard sees to. */
export const usualNetworks = [
  network('default', 'nat', 'virbr0', { dhcp: true }),
  network('maas', 'nat', 'virbr1'),
]

/** A bridge of the host's, and one that was never started. */
export const moreNetworks = [
  network('lan', 'bridge', 'br0'),
  network('lab', null, 'virbr2', { active: false }),
]

export const host = (hostname: string, facts: Partial<Host> & { pools: Pool[] }): Host => {
  const { pools, ...rest } = facts
  return {
    hostname,
    cores: 8,
    memoryMiB: 16 * 1024,
    cpuSpeedMHz: 2900,
    architecture: 'amd64/generic',
    libvirtVersion: '10.0.0',
    qemuVersion: '8.2.2',
    storagePools: pools.map((pool) => storagePool(hostname, pool)),
    networks: usualNetworks,
    ...rest,
  }
}
