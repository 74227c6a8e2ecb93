/** Hosts made of memory, to be broken at will. */
import { HostError } from '../../hypervisor/host-error.ts'
import type { Doomed, MachinePlan } from '../../hypervisor/compose/port.ts'
import type {
  Discovery,
  HostChange,
  HostConnection,
  HostCounters,
  HostFault,
  Hypervisor,
  MachineCounters,
  Target,
} from '../../hypervisor/port.ts'
import type { DomainState } from '../../../contract/machine.ts'
import type { HostKey } from '../../../contract/problem.ts'
import { fakeMaker } from './fake-maker.ts'
import { fakeConsoles } from './fake-consoles.ts'
import type { HostFacts, MachineFacts, PoolVolumes } from '../../facts.ts'
import { someHost } from './some.ts'

export type FakeHost = {
  host: HostFacts
  machines: MachineFacts[]
  volumes: PoolVolumes[]
  hostKey: HostKey | null
  /** What it has used, and its machines by their UUID; those not named tell nothing. */
  used: { host: HostCounters; machines: Map<string, MachineCounters> }
  /** Why every new connection fails; null: it works. */
  fault: HostFault | null
  /** New connections take for ever. */
  hangs: boolean
  /** Open connections answer nothing until they end. */
  silent: boolean
  /** What its networks gave out. */
  addresses: Map<string, string[]>
  /** Why no machine can be switched; null: it works. */
  powerFault: HostFault | null
  /** Guests do nothing when their power button is pressed. */
  deaf: boolean
  /** Happens before a machine is switched. */
  onPower: () => Promise<unknown>
  /** Happens before a discovery is answered. */
  onDiscover: () => Promise<unknown>
  /** Happens before a machine is made; may fail. */
  onCompose: (plan: MachinePlan) => Promise<unknown>
  /** Happens before a machine is removed; may fail. */
  onDecompose: (doomed: Doomed) => Promise<unknown>
  /** Every call made, in order: `connect`, `discover`, `pulse`, ... */
  calls: string[]
  /** What was passed to every connect. */
  targets: Target[]
  /** Tells whoever is connected. */
  tell: (change: HostChange) => void
  /** Changes a machine and tells of it. */
  change: (uuid: string, patch: Partial<MachineFacts>) => void
  /** Ends every open connection. */
  drop: (fault?: HostFault) => void
  /** Connections that are open. */
  readonly open: number
}

export const someFault: HostFault = {
  code: 'tcp_refused',
  message: 'Nothing listens there.',
  fix: { text: 'Start sshd.', command: 'sudo systemctl start ssh' },
  hostKey: null,
}

export const lostFault: HostFault = {
  code: 'connection_lost',
  message: 'The host closed the connection.',
  fix: null,
  hostKey: null,
}

const nothingTold: MachineCounters = {
  cpuNs: null,
  residentKiB: null,
  readBytes: null,
  writtenBytes: null,
  receivedBytes: null,
  sentBytes: null,
}

type Linked = FakeHost & { links: Set<Link> }
type Link = { tell: (change: HostChange) => void; end: (fault: HostFault) => void }

function createHost(address: string, machines: MachineFacts[]): Linked {
  const links = new Set<Link>()
  const host: Linked = {
    host: someHost,
    machines,
    volumes: [],
    hostKey: { algorithm: 'ssh-ed25519', fingerprint: `SHA256:${address}` },
    used: { host: { cpu: null, usedMemoryKiB: null }, machines: new Map() },
    fault: null,
    hangs: false,
    silent: false,
    addresses: new Map(),
    powerFault: null,
    deaf: false,
    onPower: async () => {},
    onDiscover: async () => {},
    onCompose: async () => {},
    onDecompose: async () => {},
    calls: [],
    targets: [],
    tell: (change) => links.forEach((link) => link.tell(change)),
    change: (uuid, patch) => {
      host.machines = host.machines.map((each) =>
        each.uuid === uuid ? { ...each, ...patch } : each,
      )
      host.tell({ kind: 'machine', uuid })
    },
    drop: (fault = lostFault) => links.forEach((link) => link.end(fault)),
    get open() {
      return links.size
    },
    links,
  }
  return host
}

export function createFakeHypervisor() {
  const hosts = new Map<string, Linked>()
  return {
    add: (address: string, machines: MachineFacts[] = []): FakeHost => {
      const host = createHost(address, machines)
      hosts.set(address, host)
      return host
    },
    connect: async (target, { signal, onCheck } = {}) => {
      const host = hosts.get(target.address)
      if (!host) throw new HostError({ ...someFault, code: 'dns_failed' })
      host.calls.push('connect')
      signal?.throwIfAborted()
      host.targets.push(target)
      if (host.hangs) {
        await new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error))
        })
      }
      if (host.fault) throw new HostError(host.fault)
      onCheck?.({ name: 'login', state: 'ok', detail: null, fix: null, duration_ms: 1 })
      return connectTo(host)
    },
  } satisfies Hypervisor & Record<string, unknown>
}

function connectTo(host: Linked): HostConnection {
  const closed = Promise.withResolvers<HostFault>()
  let listener: (change: HostChange) => void = () => {}
  let over: HostFault | null = null
  const link: Link = {
    tell: (change) => listener(change),
    end: (fault) => {
      over = fault
      host.links.delete(link)
      closed.resolve(fault)
    },
  }
  host.links.add(link)
  const answer = async <T>(call: string, result: () => T): Promise<T> => {
    host.calls.push(call)
    if (host.silent) await closed.promise
    if (over) throw new HostError(over)
    return result()
  }
  const turn = async (call: string, uuid: string, state: DomainState) => {
    await host.onPower()
    return answer(call, () => {
      if (host.powerFault) throw new HostError(host.powerFault)
      host.change(uuid, { state })
    })
  }
  return {
    hostKey: host.hostKey,
    transport: 'direct channel',
    checks: [],
    discover: async () => {
      await host.onDiscover()
      return answer('discover', (): Discovery => ({
        host: host.host,
        machines: [...host.machines],
        addresses: new Map(host.addresses),
      }))
    },
    pulse: ({ diskSizes }) =>
      answer(diskSizes ? 'pulse with sizes' : 'pulse', () => ({
        machines: host.machines.map(({ uuid, name, state, memoryMiB, disks }) => ({
          uuid,
          name,
          state,
          memoryMiB,
          diskBytes: diskSizes
            ? new Map(disks.flatMap((disk) => (disk.size === null ? [] : [[disk.name, disk.size]])))
            : null,
          counters: { ...(host.used.machines.get(uuid) ?? nothingTold) },
        })),
        storagePools: host.host.storagePools,
        host: host.used.host,
        addresses: new Map(host.addresses),
      })),
    readMachine: (uuid) =>
      answer(`read ${uuid}`, () => host.machines.find((each) => each.uuid === uuid) ?? null),
    maker: fakeMaker(host, answer),
    power: {
      on: (uuid) => turn(`on ${uuid}`, uuid, 'running'),
      off: (uuid) => turn(`off ${uuid}`, uuid, 'shutoff'),
      erase: (uuid) => answer(`erase ${uuid}`, () => {}),
      askOff: (uuid) => turn(`ask off ${uuid}`, uuid, host.deaf ? 'running' : 'shutoff'),
    },
    rescanStorage: () => answer('rescan', () => {}),
    consoles: fakeConsoles(answer),
    storage: {
      readPools: () => answer('read pools', () => host.host.storagePools),
      readVolumes: () => answer('read volumes', () => host.volumes),
      createPool: ({ name }) => answer(`create pool ${name}`, () => {}),
      startPool: (uuid) => answer(`start pool ${uuid}`, () => {}),
      stopPool: (uuid) => answer(`stop pool ${uuid}`, () => {}),
      refreshPool: (uuid) => answer(`refresh pool ${uuid}`, () => {}),
      setPoolAutostart: (uuid, on) => answer(`autostart pool ${uuid} ${on}`, () => {}),
      removePool: (uuid) => answer(`remove pool ${uuid}`, () => {}),
      deleteVolumes: (uuid, names) => answer(`delete ${names.join(' ')} of ${uuid}`, () => {}),
    },
    networks: {
      read: () => answer('read networks', () => host.host.networks),
      create: ({ name }) => answer(`create network ${name}`, () => {}),
      start: (uuid) => answer(`start network ${uuid}`, () => {}),
      stop: (uuid) => answer(`stop network ${uuid}`, () => {}),
      setAutostart: (uuid, on) => answer(`autostart network ${uuid} ${on}`, () => {}),
      remove: (uuid) => answer(`remove network ${uuid}`, () => {}),
      users: () => answer('network users', () => []),
      leases: () => answer('leases', () => []),
    },
    onChange: (next) => {
      listener = next
    },
    closed: closed.promise,
    close: async () => link.end({ ...lostFault, message: 'Closed here.' }),
  }
}
