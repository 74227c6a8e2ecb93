/** What the lab's hosts hold. Everything is defined through virsh, as an operator would. */

type Disk = { pool: PoolName; gib: number; format: 'qcow2' | 'raw' }
type PoolName = 'default' | 'fast' | 'archive'
type Machine = {
  name: string
  uuid: string
  cores: number
  memoryMiB: number
  disks: Disk[]
  networks: string[]
  running: boolean
  console?: boolean
}

export type Contents = {
  pools: { name: PoolName; active: boolean }[]
  /** Defined, but neither started nor autostarted: libvirt's own network, as its package leaves it. */
  defaultNetwork: boolean
  machines: Machine[]
}

const qcow2 = (gib: number, pool: PoolName = 'default'): Disk => ({ pool, gib, format: 'qcow2' })
const raw = (gib: number, pool: PoolName = 'default'): Disk => ({ pool, gib, format: 'raw' })
const uuid = (host: number, n: number) => `6f0d1a2${host}-5e3b-4c8a-9d27-0000000000${n + 10}`

export const alphaContents: Contents = {
  pools: [
    { name: 'default', active: true },
    { name: 'fast', active: true },
    { name: 'archive', active: false },
  ],
  defaultNetwork: true,
  machines: [
    {
      name: 'web-01',
      uuid: uuid(1, 1),
      cores: 1,
      memoryMiB: 64,
      disks: [qcow2(8), raw(2, 'fast')],
      networks: ['maas'],
      running: true,
      console: true,
    },
    {
      name: 'db-01',
      uuid: uuid(1, 2),
      cores: 2,
      memoryMiB: 96,
      disks: [qcow2(16, 'fast')],
      networks: ['maas'],
      running: true,
    },
    {
      name: 'cache-01',
      uuid: uuid(1, 3),
      cores: 1,
      memoryMiB: 128,
      disks: [raw(4)],
      networks: ['maas'],
      running: false,
    },
    {
      name: 'router-01',
      uuid: uuid(1, 4),
      cores: 1,
      memoryMiB: 64,
      disks: [qcow2(1)],
      networks: ['maas', 'default'],
      running: false,
    },
    {
      name: 'spare',
      uuid: uuid(1, 5),
      cores: 4,
      memoryMiB: 1024,
      disks: [],
      networks: [],
      running: false,
    },
  ],
}

export const betaContents: Contents = {
  pools: [{ name: 'default', active: true }],
  defaultNetwork: false,
  machines: [
    {
      name: 'ci-runner-01',
      uuid: uuid(2, 1),
      cores: 2,
      memoryMiB: 64,
      disks: [qcow2(10)],
      networks: ['maas'],
      running: true,
    },
    {
      name: 'ci-runner-02',
      uuid: uuid(2, 2),
      cores: 2,
      memoryMiB: 64,
      disks: [qcow2(10)],
      networks: ['maas'],
      running: false,
    },
  ],
}

/** libvirt, QEMU, the network and the pool are there; no machines. Quickest to start. */
export const emptyContents: Contents = {
  pools: [{ name: 'default', active: true }],
  defaultNetwork: false,
  machines: [],
}

export const maasNetworkXml = `<network>
  <name>maas</name>
  <forward mode="nat"><nat><port start="1024" end="65535"/></nat></forward>
  <dns enable="no"/>
  <bridge name="virbr1" stp="off" delay="0"/>
  <domain name="testnet"/>
  <ip address="172.16.99.1" netmask="255.255.255.0"/>
</network>
`

const defaultNetworkXml = `<network>
  <name>default</name>
  <forward mode="nat"/>
  <bridge name="virbr0" stp="on" delay="0"/>
  <ip address="192.168.122.1" netmask="255.255.255.0">
    <dhcp><range start="192.168.122.2" end="192.168.122.254"/></dhcp>
  </ip>
</network>
`

const poolPaths: Record<PoolName, string> = {
  default: '/var/lib/libvirt/images',
  fast: '/var/lib/libvirt/fast',
  archive: '/var/lib/libvirt/archive',
}

/** Writes XML with `writeXml` (which returns the file's path) and returns virsh commands. */
export async function virshCommands(
  contents: Contents,
  writeXml: (name: string, xml: string) => Promise<string>,
): Promise<string[]> {
  const commands: string[] = []
  for (const { name, active } of contents.pools) {
    const xml = `<pool type="dir"><name>${name}</name><target><path>${poolPaths[name]}</path></target></pool>\n`
    commands.push(`pool-define ${await writeXml(`pool-${name}`, xml)}`)
    if (active) commands.push(`pool-autostart ${name}`, `pool-start ${name}`)
  }
  commands.push(`net-define ${await writeXml('net-maas', maasNetworkXml)}`)
  commands.push('net-autostart maas', 'net-start maas')
  if (contents.defaultNetwork) {
    commands.push(`net-define ${await writeXml('net-default', defaultNetworkXml)}`)
  }
  for (const machine of contents.machines) {
    for (const [index, disk] of machine.disks.entries()) {
      const volume = `vol-create-as ${disk.pool} ${volumeName(machine, index)} ${disk.gib}GiB`
      // A raw volume is made whole unless told otherwise.
      commands.push(`${volume} --allocation 0 --format ${disk.format}`)
    }
    commands.push(`define ${await writeXml(machine.name, domainXml(machine))}`)
    if (machine.running) commands.push(`start ${machine.name}`)
  }
  return commands
}

function volumeName(machine: Machine, index: number): string {
  return `${machine.name}-${index}.${machine.disks[index]?.format === 'raw' ? 'img' : 'qcow2'}`
}

/** No operating system: the BIOS finds nothing to boot and halts, which costs no CPU. */
function domainXml(machine: Machine): string {
  const disks = machine.disks.map(
    (disk, index) => `
    <disk type="file" device="disk">
      <driver name="qemu" type="${disk.format}" cache="unsafe"/>
      <source file="${poolPaths[disk.pool]}/${volumeName(machine, index)}"/>
      <target dev="vd${'abcdef'[index]}" bus="virtio"/>
    </disk>`,
  )
  // Without a boot ROM the BIOS does not try the network, and QEMU needs no ROM package.
  const interfaces = machine.networks.map(
    (network) => `
    <interface type="network">
      <source network="${network}"/><model type="virtio"/><rom enabled="no"/>
    </interface>`,
  )
  const screen = machine.console
    ? `
    <serial type="pty"/><console type="pty"/>
    <graphics type="vnc" autoport="yes" listen="127.0.0.1"/><video><model type="vga"/></video>`
    : ''
  return `<domain type="qemu">
  <name>${machine.name}</name>
  <uuid>${machine.uuid}</uuid>
  <memory unit="MiB">${machine.memoryMiB}</memory>
  <vcpu>${machine.cores}</vcpu>
  <os><type arch="x86_64">hvm</type><boot dev="hd"/></os>
  <features><acpi/></features>
  <devices>${disks.join('')}${interfaces.join('')}${screen}
    <memballoon model="virtio"/>
  </devices>
</domain>
`
}
