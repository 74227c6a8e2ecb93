import type { Host } from '../db.ts'
import { uuid } from '../stable.ts'
import { spareVolumes } from './storage.ts'

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

type NetworkRow = Host['networks'][number]

const network = (
  name: string,
  forward: string | null,
  bridge: string,
  more: Partial<NetworkRow> = {},
): NetworkRow => ({
  id: uuid(`network/${name}`),
  name,
  active: true,
  forward,
  bridge,
  dhcp: false,
  autostart: true,
  domain: null,
  addresses: [],
  ...more,
})

/** What libvirt brings along, and the one that Podyard sees to. */
export const usualNetworks = [
  network('default', 'nat', 'virbr0', {
    dhcp: true,
    addresses: [
      {
        address: '192.168.122.1',
        prefix: 24,
        dhcp: [{ start: '192.168.122.2', end: '192.168.122.254' }],
      },
    ],
  }),
  network('maas', 'nat', 'virbr1', {
    domain: 'testnet',
    addresses: [{ address: '172.16.99.1', prefix: 24, dhcp: [] }],
  }),
]

/** A bridge of the host's, and one that was never started. */
export const moreNetworks = [
  network('lan', 'bridge', 'br0'),
  network('lab', null, 'virbr2', {
    active: false,
    autostart: false,
    addresses: [{ address: '10.20.0.1', prefix: 24, dhcp: [] }],
  }),
]

export const host = (hostname: string, facts: Partial<Host> & { pools: Pool[] }): Host => {
  const { pools, ...rest } = facts
  const storagePools = pools.map((pool) => storagePool(hostname, pool))
  return {
    hostname,
    cores: 8,
    memoryMiB: 16 * 1024,
    cpuSpeedMHz: 2900,
    architecture: 'amd64/generic',
    libvirtVersion: '10.0.0',
    qemuVersion: '8.2.2',
    storagePools,
    volumes: spareVolumes(storagePools),
    networks: usualNetworks,
    ...rest,
  }
}
