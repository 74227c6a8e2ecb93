/** Our side: the hypervisor adapter exactly as the product uses it. */
import { createChecklist } from '../../bff/hypervisor/checklist.ts'
import { createHostConnection } from '../../bff/hypervisor/host-connection.ts'
import { createLibvirtHypervisor } from '../../bff/hypervisor/libvirt-hypervisor.ts'
import type { HostConnection, Target } from '../../bff/hypervisor/port.ts'
import {
  connectGetLibVersion,
  openConnection,
  openSsh,
  openUnix,
  parsePrivateKey,
  type Connection,
  type Transport,
} from '../../libvirt/index.ts'
import { timed } from '../measure.ts'
import type { BenchHost, Way } from './bench-host.ts'

/** An open connection, seen from both sides of the adapter. */
export type Opened = { connection: Connection; adapter: HostConnection }

export function createOurs({ host, door, privateKey }: BenchHost) {
  const hypervisor = createLibvirtHypervisor({ privateKey, socketPath: host.socket })
  const targets: Record<Way, Target> = {
    unix: targetOf('qemu:///system', null),
    ssh: targetOf(`qemu+ssh://${door.user}@${door.host}:${door.port}/system`, door),
  }
  const key = parsePrivateKey(privateKey)

  const openTransport = (way: Way): Promise<Transport> =>
    way === 'unix'
      ? openUnix({ socketPath: host.socket })
      : openSsh({
          host: door.host,
          port: door.port,
          user: door.user,
          credentials: { privateKey: key },
          hostVerifier: ({ fingerprint }) => fingerprint === door.hostKeyFingerprint,
        })

  return {
    /** Milliseconds from nothing to everything known, all validation on. */
    cold: async (way: Way, machines: number) => {
      const startedAt = performance.now()
      const adapter = await hypervisor.connect(targets[way])
      try {
        const found = await adapter.discover()
        const ms = performance.now() - startedAt
        expectMachines('ours', found.machines.length, machines)
        return ms
      } finally {
        await adapter.close()
      }
    },

    /** The steps of `connect`, but the counters stay in sight. */
    open: async (way: Way): Promise<Opened> => {
      const { duplex } = await openTransport(way)
      const connection = await openConnection(duplex, { uri: 'qemu:///system' })
      const checks = createChecklist({})
      checks.start('libvirt')
      const { signal } = new AbortController()
      const facts = { hostKey: null, transport: way, user: door.user, checks, signal }
      return { connection, adapter: await createHostConnection(connection, facts) }
    },

    refresh: async ({ adapter }: Opened, machines: number) =>
      timed(async () => {
        const pulse = await adapter.pulse({ diskSizes: true })
        expectMachines('ours', pulse.machines.length, machines)
      }),

    /** Calls that cost the host next to nothing, all written at once. */
    tiny: ({ connection }: Opened, count: number) =>
      timed(() =>
        Promise.all(Array.from({ length: count }, () => connection.call(connectGetLibVersion))),
      ),
  }
}

function targetOf(address: string, door: BenchHost['door'] | null): Target {
  const hostKey = door && { algorithm: 'ssh-ed25519', fingerprint: door.hostKeyFingerprint }
  return { address, hostKey, password: null, trust: 'first_use', acceptFingerprint: null }
}

/** Whoever finds less has not done the same work. */
export function expectMachines(who: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${who} found ${found} machines of ${wanted}`)
}
