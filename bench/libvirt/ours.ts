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
  type RpcOptions,
  type Transport,
} from '../../libvirt/index.ts'
import { timed } from '../measure.ts'
import type { Access, Way } from './bench-host.ts'

/** An open connection, seen from both sides of the adapter. */
export type Opened = { connection: Connection; adapter: HostConnection }

export type Ours = ReturnType<typeof createOurs>

export function createOurs(access: Access) {
  const { socketPath, privateKey, user, hostKeyFingerprint } = access
  const hypervisor = createLibvirtHypervisor({ privateKey, socketPath })
  const key = parsePrivateKey(privateKey)

  const openTransport = (way: Way): Promise<Transport> =>
    way === 'unix'
      ? openUnix({ socketPath })
      : openSsh({
          ...access.ssh[way],
          user,
          credentials: { privateKey: key },
          hostVerifier: ({ fingerprint }) => fingerprint === hostKeyFingerprint,
        })

  const openLibrary = async (way: Way, rpc: RpcOptions = {}): Promise<Connection> => {
    const { duplex } = await openTransport(way)
    return openConnection(duplex, { ...rpc, uri: 'qemu:///system' })
  }

  const connect = (way: Way): Promise<HostConnection> => hypervisor.connect(targetOf(access, way))

  return {
    /** The library alone. */
    openLibrary,

    /** The adapter alone: connected and registered for events. */
    connect,

    /** Milliseconds from nothing to everything known, all validation on. */
    cold: async (way: Way, machines: number) => {
      const startedAt = performance.now()
      const adapter = await connect(way)
      try {
        const found = await adapter.discover()
        const ms = performance.now() - startedAt
        expectMachines('ours', found.machines.length, machines)
        return ms
      } finally {
        await adapter.close()
      }
    },

    /** The steps of `connect`, but the library's side stays in sight. */
    open: async (way: Way): Promise<Opened> => {
      const connection = await openLibrary(way)
      const checks = createChecklist({})
      checks.start('libvirt')
      const { signal } = new AbortController()
      const openChannel = () => Promise.reject(new Error('Nothing but the connection is measured.'))
      const facts = { hostKey: null, transport: way, openChannel, user, checks, signal }
      return { connection, adapter: await createHostConnection(connection, facts) }
    },

    refresh: async (adapter: HostConnection, machines: number) =>
      timed(async () => {
        const pulse = await adapter.pulse({ diskSizes: true })
        expectMachines('ours', pulse.machines.length, machines)
      }),

    /** Calls that cost the host next to nothing, all written at once. */
    tiny: (connection: Connection, count: number) =>
      timed(() =>
        Promise.all(Array.from({ length: count }, () => connection.call(connectGetLibVersion))),
      ),
  }
}

function targetOf({ user, hostKeyFingerprint, ssh }: Access, way: Way): Target {
  const rest = { password: null, trust: 'first_use', acceptFingerprint: null } as const
  if (way === 'unix') return { ...rest, address: 'qemu:///system', hostKey: null }
  const { host, port } = ssh[way]
  return {
    ...rest,
    address: `qemu+ssh://${user}@${host}:${port}/system`,
    hostKey: { algorithm: 'ssh-ed25519', fingerprint: hostKeyFingerprint },
  }
}

/** Whoever finds less has not done the same work. */
export function expectMachines(who: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${who} found ${found} machines of ${wanted}`)
}
