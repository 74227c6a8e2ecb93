/** The built product with 200 simulated hosts of 50 machines each, and one more that virsh can reach too. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '../../contract/client.ts'
import { authorization } from '../../contract/oauth.ts'
import { runCommand, type Server, startServer } from '../../e2e/world/server.ts'
import type { DemoHost } from '../../scripts/demo/hosts.ts'
import { startSimulator } from '../../scripts/demo/simulator.ts'
import { run } from '../../scripts/lab/processes.ts'
import { openGate } from './gate.ts'

const hostCount = 200
/** Hosts that are added at once. */
const atOnce = 4

export const admin = { username: 'admin', password: 'correct horse battery' }

/** The one machine on `test:///default`, whose state all connections share; its name comes last of all. */
export const switched = 'test'

const host = (index: number): DemoHost => ({
  name: `kvm-${String(index + 1).padStart(3, '0')}`,
  zone: 'default',
  pool: 'default',
  cpuOverCommit: 2,
  memoryOverCommit: 1,
  sockets: 2,
  coresPerSocket: 16,
  threads: 2,
  mhz: 2400,
  memoryGiB: 512,
  storagePools: [{ name: 'default', path: '/var/lib/libvirt/images', filled: 0.5 }],
  roles: { lab: 20, dns: 10, cache: 10, api: 10 },
  hasMaasNetwork: true,
})

export type World = {
  server: Server
  client: Client
  virsh: (...args: string[]) => Promise<string>
  /** One of the hosts never answers again. */
  silenceOne: () => void
}

export async function startWorld(ending: AsyncDisposableStack): Promise<World> {
  const hosts = Array.from({ length: hostCount }, (_, index) => host(index))
  const simulator = ending.adopt(await startSimulator(hosts), ({ stop }) => stop())
  const folder = ending.adopt(await mkdtemp(join(tmpdir(), 'podyard-bench-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  const gate = ending.adopt(await openGate(join(folder, 'gate'), simulator.socket), ({ close }) =>
    close(),
  )
  const dataDir = join(folder, 'data')
  const { username, password } = admin
  const { DATABASE_URL: _, ...inherited } = process.env
  const server = ending.adopt(
    await startServer(dataDir, {
      ...inherited,
      PODYARD_KEY_FILE: join(dataDir, 'secret.key'),
      PODYARD_ALLOW_TEST_DRIVER: '1',
      PODYARD_LIBVIRT_SOCKET: gate.socket,
      PODYARD_LOG_LEVEL: 'error',
    }),
    (started) => started.stop(),
  )
  await runCommand(
    dataDir,
    ['createadmin', '--username', username, '--password-stdin'],
    `${password}\n`,
  )
  const apiKey = (await runCommand(dataDir, ['apikey', '--username', username])).trim()
  const client = createClient({
    origin: new URL(server.url).origin,
    headers: () => ({ authorization: authorization(apiKey) }),
  })
  await fill(client, [...simulator.addresses, ['switched', 'test:///default']])

  const uri = `test+unix:///default?socket=${simulator.socket}`
  return {
    server,
    client,
    virsh: (...args) => run('virsh', ['-q', '-c', uri, ...args]),
    silenceOne: () => gate.silence(simulator.addresses.get('kvm-100') ?? ''),
  }
}

async function fill(client: Client, hosts: (readonly [string, string])[]): Promise<void> {
  const startedAt = performance.now()
  const waiting = hosts.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      // One after another within each line; the lines share what is left.
      for (const [name, power_address] of waiting) {
        await client.podCreate({ type: 'virsh', name, power_address })
      }
    }),
  )
  const { total } = await client.machinePage({ limit: 1 })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  console.log(`${hosts.length} hosts with ${total} machines, added in ${seconds} s.`)
}
