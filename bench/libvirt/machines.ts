/** The machines of the benchmark's host: shut off, one disk and one NIC each. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { domainDefineXml, openConnection, openUnix } from '../../libvirt/index.ts'
import type { Host } from '../../scripts/lab/host.ts'

const imageDirectory = '/var/lib/libvirt/images'

/** What all images are copies of. */
export async function makeFirstImage(host: Host): Promise<void> {
  await host.virsh('vol-create-as', 'default', 'm0.qcow2', '8GiB', '--format', 'qcow2')
}

/** Every machine has an image of its own: libvirt reads each to tell its size. */
export async function defineMachines(host: Host, from: number, to: number): Promise<void> {
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
