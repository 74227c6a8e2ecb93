import { type Host, iso, type PodRow } from '../db.ts'
import { parseAddress } from '../address.ts'
import { keyOf } from '../connect.ts'

export type PodSeed = Partial<Omit<PodRow, 'host'>> & { id: number; name: string; host: Host }

const day = 24 * 60 * 60 * 1000

export function pod(now: number, seed: PodSeed): PodRow {
  const address = seed.power_address ?? `qemu+ssh://ubuntu@172.16.3.${seed.id}/system`
  return {
    tags: [],
    type: 'virsh',
    cpu_over_commit_ratio: 1,
    memory_over_commit_ratio: 1,
    default_macvlan_mode: null,
    zone_id: 1,
    pool_id: 0,
    power_pass: '',
    default_storage_pool: seed.host.storagePools[0]?.id ?? null,
    connection: {
      state: 'connected',
      since: iso(now - 3 * day),
      last_seen: iso(now),
      next_try: null,
      problem: null,
      transport: 'direct channel',
    },
    host_key: { ...keyOf(parseAddress(address)), pinned_at: iso(now - 90 * day) },
    ...seed,
    power_address: address,
  }
}

/** Went silent some minutes ago, and is tried again soon. */
export const unreachable = (
  now: number,
  minutesAgo: number,
  host: string,
): PodRow['connection'] => ({
  state: 'unreachable',
  since: iso(now - minutesAgo * 60_000),
  last_seen: iso(now - minutesAgo * 60_000 - 20_000),
  next_try: iso(now + 40_000),
  transport: null,
  problem: {
    code: 'tcp_timeout',
    message: `${host} does not answer on port 22: a firewall drops the packets, or the host is down.`,
    fix: {
      text: 'Check that the host is up, and let the port through.',
      command: 'sudo ufw allow 22/tcp',
    },
  },
})
