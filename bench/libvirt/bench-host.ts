/** A KVM host of the benchmark's own, with as many shut-off machines as are asked for. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contents } from '../../scripts/lab/contents.ts'
import type { Door } from '../../scripts/lab/description.ts'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { openLab, startLab, whyNoLab } from '../../scripts/lab/lab.ts'
import { addedMs, startDelay, type Delay } from './delay.ts'
import { defineMachines, makeFirstImage } from './machines.ts'

/** The third is SSH through delay.ts. */
export const ways = ['unix', 'ssh', `ssh+${addedMs}ms`] as const
export type Way = (typeof ways)[number]
type SshWay = Exclude<Way, 'unix'>

/** How our own client gets in: plain data, for processes of their own too. */
export type Access = {
  socketPath: string
  privateKey: string
  user: string
  hostKeyFingerprint: string
  ssh: Record<SshWay, { host: string; port: number }>
}

export type BenchHost = {
  host: StartedHost
  access: Access
  /** For virsh and the C library. */
  uri: Record<Way, string>
  delay: Delay
  /** Defines more machines until there are so many. */
  grow: (machines: number) => Promise<void>
}

/** Ends with the stack, also when it did not come to its start. */
export async function startBenchHost(ending: AsyncDisposableStack): Promise<BenchHost> {
  const why = await whyNoLab()
  if (why !== undefined) throw new Error(`The lab cannot run here: ${why}.`)
  const found = await openLab()
  const lab = found ?? ending.adopt(await startLab(), (started) => started.stop())
  const name = `bench-${process.pid}`
  const host = await lab.startOwnHost(name, { contents, doors: ['key'] })
  ending.defer(host.stop)
  const door = host.doors['key']
  if (!door) throw new Error('the host has no door')
  const delay = ending.adopt(await startDelay(door.port), ({ stop }) => stop())
  await makeFirstImage(host)
  let machines = 0
  return {
    host,
    delay,
    access: {
      socketPath: host.socket,
      privateKey: await readFile(lab.privateKeyPath, 'utf8'),
      user: door.user,
      hostKeyFingerprint: door.hostKeyFingerprint,
      ssh: {
        ssh: { host: door.host, port: door.port },
        [`ssh+${addedMs}ms` as const]: { host: door.host, port: delay.port },
      },
    },
    uri: await urisOf(host, door, delay.port, lab.privateKeyPath),
    grow: async (wanted) => {
      await defineMachines(host, machines, wanted)
      machines = wanted
    },
  }
}

const contents: Contents = {
  pools: [
    { name: 'default', active: true },
    { name: 'fast', active: true },
  ],
  defaultNetwork: false,
  machines: [],
}

/** OpenSSH without any settings of whoever runs this, and without leaving anything behind. */
async function urisOf(
  host: StartedHost,
  door: Door,
  latePort: number,
  keyPath: string,
): Promise<Record<Way, string>> {
  const command = join(host.directory, 'bench-ssh')
  const options = '-F none -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o IdentitiesOnly=yes'
  await writeFile(command, `#!/bin/sh\nexec ssh ${options} "$@"\n`, { mode: 0o755 })
  const query = `keyfile=${keyPath}&no_verify=1&no_tty=1&command=${command}`
  const through = (port: number) => `qemu+ssh://${door.user}@${door.host}:${port}/system?${query}`
  return {
    unix: host.virshUri,
    ssh: through(door.port),
    [`ssh+${addedMs}ms` as const]: through(latePort),
  }
}
