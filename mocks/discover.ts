/** What a host that was never seen before turns out to hold. */
import type { Target } from './address.ts'
import type { Host, MachineRow, PodRow } from './db.ts'
import { machine } from './seed/machine.ts'
import { storagePool, usualNetworks } from './seed/host.ts'
import { hash, pick } from './stable.ts'

export function discoverHost(target: Target): Host {
  const key = target.address
  return {
    hostname: hostnameOf(target),
    cores: pick([8, 16, 24, 32], key),
    memoryMiB: pick([16, 32, 64, 128], key) * 1024,
    cpuSpeedMHz: pick([2400, 2900, 3400], key),
    architecture: 'amd64/generic',
    libvirtVersion: '10.0.0',
    qemuVersion: '8.2.2',
    storagePools: [
      storagePool(key, {
        name: 'default',
        type: 'dir',
        totalGB: 500,
        usedGB: 60 + (hash(key) % 200),
      }),
    ],
    networks: usualNetworks,
    volumes: [],
  }
}

export const discoverMachines = (row: PodRow): MachineRow[] =>
  (['web', 'db'] as const).map((name) =>
    machine(row, {
      hostname: `${name}-${row.host.hostname}`,
      cores: 2,
      memoryMiB: 4096,
      creation: 'pre_existing',
      status: 4,
      // As it was found: nothing is started or stopped.
      state: name === 'web' ? 'running' : 'shutoff',
    }),
  )

function hostnameOf({ host }: Target): string {
  if (host === null) return 'podyard'
  return /^[\d.]+$|^\[/.test(host) ? `kvm-${host.replace(/\W+/g, '-')}` : host.replace(/\..*/, '')
}
