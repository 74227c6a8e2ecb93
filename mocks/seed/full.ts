import type { MachineStatus } from '../../contract/machine.ts'
import type { PodRow, State } from '../db.ts'
import { basics } from './basics.ts'
import { host } from './host.ts'
import { machine } from './machine.ts'
import { pod, unreachable } from './pod.ts'

const hosts = 200
const machinesEach = 50

/** As large as it is meant to get: 200 hosts with 10,000 machines. */
export function fullSeed(now: number): State {
  const pods = Array.from({ length: hosts }, (_, index) => podAt(now, index + 1))
  const machines = pods.flatMap((row) =>
    Array.from({ length: machinesEach }, (_, at) =>
      machine(row, {
        hostname: `vm-${pad(row.id)}-${pad(at + 1)}`,
        cores: (at % 4) + 1,
        memoryMiB: 1024 * ((at % 8) + 1),
        status: statuses[(row.id + at) % statuses.length] ?? 6,
      }),
    ),
  )
  return { ...basics(), pods, machines }
}

const statuses: readonly MachineStatus[] = [6, 6, 6, 4, 10, 6, 8, 6, 11, 0]

const pad = (value: number) => String(value).padStart(3, '0')

function podAt(now: number, id: number): PodRow {
  const name = `kvm-${pad(id)}`
  const address = `${name}.yard.example`
  return pod(now, {
    id,
    name,
    power_address: `qemu+ssh://podyard@${address}/system`,
    zone_id: (id % 3) + 1,
    pool_id: id % 2,
    tags: ['virtual', `rack-${(id % 16) + 1}`],
    cpu_over_commit_ratio: id % 5 === 0 ? 1 : 2,
    ...(id % 40 === 0 ? { connection: unreachable(now, id, address) } : {}),
    host: host(name, {
      cores: 64,
      memoryMiB: 256 * 1024,
      pools: [{ name: 'default', type: 'dir', totalGB: 3840, usedGB: 400 + id * 7 }],
    }),
  })
}
