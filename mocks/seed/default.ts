import type { MachineStatus } from '../../contract/machine.ts'
import type { MachineRow, PodRow, State } from '../db.ts'
import { apiKeys } from './api-key.ts'
import { basics } from './basics.ts'
import { host, moreNetworks, usualNetworks } from './host.ts'
import { machine, type MachineSeed } from './machine.ts'
import { pod, unreachable } from './pod.ts'

/** Seven hosts, each showing something else. */
export function defaultSeed(now: number): State {
  const pods = podSeeds(now)
  return { ...basics(), pods, machines: pods.flatMap(machinesOf), apiKeys: apiKeys(now) }
}

const longName = 'archive-cluster-rack-12-blade-03-virtualisation-host-primary'

const podSeeds = (now: number): PodRow[] => [
  // More is allocated than the host has: -2 free of 8.
  pod(now, {
    id: 1,
    name: 'bold-tetra',
    power_address: 'qemu+ssh://ubuntu@192.168.100.1/system',
    tags: ['virtual'],
    host: host('bold-tetra', {
      memoryMiB: 32_154,
      pools: [{ name: 'default', type: 'dir', totalGB: 3539.8, usedGB: 386.5 }],
    }),
  }),
  pod(now, {
    id: 2,
    name: 'MyPod',
    power_address: 'qemu+ssh://ubuntu@172.16.99.2/system',
    power_pass: 'stored-password',
    tags: ['virtual'],
    host: host('mypod', {
      cores: 4,
      memoryMiB: 11_864,
      cpuSpeedMHz: 2500,
      pools: [
        {
          name: 'maas',
          type: 'dir',
          totalGB: 200,
          usedGB: 8,
          path: '/var/lib/libvirt/maas-images',
        },
      ],
    }),
  }),
  pod(now, {
    id: 3,
    name: 'keen-otter',
    power_address: 'qemu+ssh://ubuntu@172.16.3.150/system',
    zone_id: 2,
    pool_id: 1,
    tags: ['virtual', 'ssd'],
    host: host('keen-otter', {
      cores: 41,
      memoryMiB: 53 * 1024,
      pools: [
        { name: 'vg-fast', type: 'logical', totalGB: 81, usedGB: 73 },
        { name: 'vg-slow', type: 'logical', totalGB: 24, usedGB: 0 },
        { name: 'images', type: 'dir', totalGB: 33, usedGB: 17 },
      ],
      networks: [...usualNetworks, ...moreNetworks],
    }),
  }),
  pod(now, {
    id: 4,
    name: 'silent-heron',
    power_address: 'qemu+ssh://podyard@heron.yard.example/system',
    zone_id: 2,
    tags: ['virtual', 'rack-7'],
    connection: unreachable(now, 12, 'heron.yard.example'),
    host: host('heron', {
      cores: 16,
      memoryMiB: 64 * 1024,
      pools: [{ name: 'default', type: 'dir', totalGB: 960, usedGB: 412 }],
    }),
  }),
  pod(now, {
    id: 5,
    name: 'lab-amber',
    lost_storage_pools: [{ name: 'ssd', path: '/srv/ssd', was_default: true }],
    power_address: 'qemu+ssh://lab@[2001:db8::5]:2222/system',
    zone_id: 3,
    pool_id: 1,
    cpu_over_commit_ratio: 0.5,
    host: host('amber', {
      memoryMiB: 24 * 1024,
      libvirtVersion: '8.0.0',
      qemuVersion: '6.2.0',
      pools: [
        { name: 'default', type: 'dir', totalGB: 480, usedGB: 101.4 },
        { name: 'iso', type: 'netfs', totalGB: 0, usedGB: 0, state: 'inactive', path: '/mnt/iso' },
      ],
    }),
  }),
  pod(now, {
    id: 6,
    name: longName,
    power_address: `qemu+ssh://podyard@${longName}.yard.example/system`,
    zone_id: 3,
    tags: ['virtual', 'numa', 'rack-12', 'owner-archive'],
    host: host(longName, {
      cores: 512,
      memoryMiB: 4 * 1024 * 1024,
      cpuSpeedMHz: 3100,
      pools: [
        { name: 'nvme', type: 'logical', totalGB: 61_440, usedGB: 20_112 },
        { name: 'ceph', type: 'rbd', totalGB: 512_000, usedGB: 488_100, path: 'libvirt-pool' },
      ],
    }),
  }),
  pod(now, {
    id: 7,
    name: 'dense-lynx',
    power_address: 'qemu+ssh://ubuntu@172.16.3.160:2200/system',
    pool_id: 1,
    cpu_over_commit_ratio: 10,
    memory_over_commit_ratio: 5.5,
    host: host('dense-lynx', {
      cores: 32,
      memoryMiB: 128 * 1024,
      pools: [{ name: 'default', type: 'zfs', totalGB: 7680, usedGB: 1904 }],
    }),
  }),
]

const mix: readonly MachineStatus[] = [6, 6, 4, 10, 6, 9, 6, 8, 4, 0]

const many = (name: string, count: number, size: Pick<MachineSeed, 'cores' | 'memoryMiB'>) =>
  Array.from({ length: count }, (_, at): MachineSeed => ({
    hostname: `${name}-${String(at + 1).padStart(2, '0')}`,
    status: mix[at % mix.length] ?? 6,
    disksGB: at % 3 === 0 ? [8, 40] : [8],
    ...size,
  }))

const seeds: Record<number, MachineSeed[]> = {
  1: [
    { hostname: 'build-01', cores: 2, memoryMiB: 4096 },
    { hostname: 'build-02', cores: 2, memoryMiB: 4096 },
    { hostname: 'build-03', cores: 2, memoryMiB: 4096, status: 4 },
    { hostname: 'git', cores: 2, memoryMiB: 4096, tags: ['virtual', 'backup'], disksGB: [20, 200] },
    { hostname: 'mirror', cores: 2, memoryMiB: 2048, state: 'paused' },
  ],
  2: [{ hostname: 'node2', cores: 1, memoryMiB: 1024 }],
  3: [
    ...many('worker', 10, { cores: 3, memoryMiB: 3584 }),
    {
      hostname: 'gateway',
      cores: 3,
      memoryMiB: 2048,
      creation: 'pre_existing',
      status: 4,
      state: 'running',
    },
  ],
  4: [
    { hostname: 'mail', cores: 4, memoryMiB: 8192, disksGB: [40, 500] },
    { hostname: 'wiki', cores: 2, memoryMiB: 4096 },
    {
      hostname: 'legacy-erp',
      cores: 2,
      memoryMiB: 8192,
      creation: 'pre_existing',
      status: 4,
      state: 'crashed',
    },
  ],
  5: [
    { hostname: 'trial-a', cores: 1, memoryMiB: 2048, status: 11 },
    { hostname: 'trial-b', cores: 1, memoryMiB: 2048, status: 10 },
    { hostname: 'trial-c', cores: 1, memoryMiB: 2048, status: 1, state: 'running' },
    { hostname: 'trial-d', cores: 1, memoryMiB: 2048, status: 22 },
  ],
  6: many('archive', 12, { cores: 16, memoryMiB: 128 * 1024 }),
  7: many('ci', 5, { cores: 16, memoryMiB: 32 * 1024 }),
}

const machinesOf = (row: PodRow): MachineRow[] =>
  (seeds[row.id] ?? []).map((seed) => machine(row, seed))
