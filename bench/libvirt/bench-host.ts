/** A KVM host of the benchmark's own, with as many shut-off machines as are asked for. */
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { domainDefineXml, openConnection, openUnix } from '../../libvirt/index.ts'
import type { Contents } from '../../scripts/lab/contents.ts'
import type { Door } from '../../scripts/lab/description.ts'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { openLab, startLab, whyNoLab } from '../../scripts/lab/lab.ts'

export const ways = ['unix', 'ssh'] as const
export type Way = (typeof ways)[number]

export type BenchHost = {
  host: StartedHost
  door: Door
  privateKey: string
  /** For virsh and the C library. */
  uri: Record<Way, string>
  /** Defines more machines until there are so many. */
  grow: (machines: number) => Promise<void>
  stop: () => Promise<void>
}

const imageDirectory = '/var/lib/libvirt/images'

export async function startBenchHost(): Promise<BenchHost> {
  const why = await whyNoLab()
  if (why !== undefined) throw new Error(`The lab cannot run here: ${why}.`)
  const found = await openLab()
  const started = found ? undefined : await startLab()
  const lab = found ?? started
  if (!lab) throw new Error('a lab was found or started')
  let host: StartedHost | undefined
  const stop = async () => {
    await host?.stop()
    await started?.stop()
  }
  try {
    host = await lab.startOwnHost(`bench-${process.pid}`, { contents, doors: ['key'] })
    return { ...(await prepare(host, lab.privateKeyPath)), stop }
  } catch (error) {
    await stop()
    throw error
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

async function prepare(host: StartedHost, keyPath: string): Promise<Omit<BenchHost, 'stop'>> {
  const door = host.doors['key']
  if (!door) throw new Error('the host has no door')
  await host.virsh('vol-create-as', 'default', 'm0.qcow2', '8GiB', '--format', 'qcow2')
  let machines = 0
  return {
    host,
    door,
    privateKey: await readFile(keyPath, 'utf8'),
    uri: { unix: host.virshUri, ssh: await sshUri(host, door, keyPath) },
    grow: async (wanted) => {
      await define(host, machines, wanted)
      machines = wanted
    },
  }
}

/** OpenSSH without any settings of whoever runs this, and without leaving anything behind. */
async function sshUri(host: StartedHost, door: Door, keyPath: string): Promise<string> {
  const command = join(host.directory, 'bench-ssh')
  const options = '-F none -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o IdentitiesOnly=yes'
  await writeFile(command, `#!/bin/sh\nexec ssh ${options} "$@"\n`, { mode: 0o755 })
  const query = `keyfile=${keyPath}&no_verify=1&no_tty=1&command=${command}`
  return `qemu+ssh://${door.user}@${door.host}:${door.port}/system?${query}`
}

/** Every machine has an image of its own: libvirt reads each to tell its size. */
async function define(host: StartedHost, from: number, to: number): Promise<void> {
  const images = join(host.directory, 'lib/images')
  const { duplex } = await openUnix({ socketPath: host.socket })
  const connection = await openConnection(duplex, { uri: 'qemu:///system', callTimeoutMs: 60_000 })
  try {
    await Promise.all(
      Array.from({ length: to - from }, async (_, index) => {
        const n = from + index
        if (n > 0) await copyFile(join(images, 'm0.qcow2'), join(images, `m${n}.qcow2`))
        await connection.call(domainDefineXml, { xml: domainXml(n) })
      }),
    )
  } finally {
    await connection.close()
  }
}

/** libvirt fills it in to 3.5 kB. */
const domainXml = (n: number) => `<domain type="qemu">
  <name>m${n}</name>
  <memory unit="MiB">64</memory>
  <vcpu>1</vcpu>
  <os><type arch="x86_64" machine="q35">hvm</type><boot dev="network"/><boot dev="hd"/></os>
  <features><acpi/><apic/></features>
  <devices>
    <disk type="file" device="disk">
      <driver name="qemu" type="qcow2"/>
      <source file="${imageDirectory}/m${n}.qcow2"/>
      <target dev="vda" bus="virtio"/>
    </disk>
    <interface type="network">
      <source network="maas"/><model type="virtio"/><rom enabled="no"/>
    </interface>
    <serial type="pty"/><console type="pty"/>
    <graphics type="vnc" autoport="yes" listen="127.0.0.1"/><video><model type="vga"/></video>
    <memballoon model="virtio"/>
  </devices>
</domain>
`
