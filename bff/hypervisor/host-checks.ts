/** The steps behind the socket: what an open connection tells about the fitness of a host. */
import type { Fix } from '../../contract/check.ts'
import type { HostFacts, NetworkFacts, StoragePoolFacts } from '../facts.ts'
import type { Checklist } from './checklist.ts'
import { shellWord, versionText } from './derive.ts'
import { fault, fix } from './faults.ts'
import type { HostFault } from './port.ts'
import type { DhcpRange } from './xml/network.ts'

/** GET_ALL_DOMAIN_STATS came with 1.2.8; its block and balloon figures became whole with this one. */
export const minLibvirtVersion = 1_002_014

/** Too old a libvirt, or null. */
export function checkLibvirt(version: number, checks: Checklist): HostFault | null {
  const text = versionText(version)
  if (version >= minLibvirtVersion) {
    checks.ok('libvirt', `libvirt ${text}`)
    return null
  }
  const old = fault(
    'libvirt_refused',
    `libvirt ${text} is too old. Podyard needs ${versionText(minLibvirtVersion)} or newer.`,
    fix('Upgrade the host to a release that is still maintained.', 'sudo apt full-upgrade'),
  )
  checks.fail('libvirt', old.message, old.fix)
  return old
}

/** `driver` is libvirt's word for its kind of hypervisor; null where it does not say. */
export function checkQemu(
  driver: string | null,
  { qemuVersion }: Pick<HostFacts, 'qemuVersion'>,
  checks: Checklist,
): void {
  if (driver?.toLowerCase() === 'test') return checks.skip('qemu', 'libvirt simulates this host.')
  if (qemuVersion !== null) return checks.ok('qemu', `QEMU ${qemuVersion}`)
  checks.warn(
    'qemu',
    'libvirt finds no QEMU for the architecture of this host, so no machine can run.',
    fix('Install QEMU on the host.', 'sudo apt install qemu-system'),
  )
}

export function checkKvm(
  driver: string | null,
  { kvm }: Pick<HostFacts, 'kvm'>,
  told: boolean,
  checks: Checklist,
): void {
  if (driver?.toLowerCase() === 'test') return checks.skip('kvm', 'libvirt simulates this host.')
  if (kvm) return checks.ok('kvm', 'Machines run on the hardware.')
  checks.warn(
    'kvm',
    told
      ? 'KVM cannot be used, so machines would be emulated, many times slower. Virtualisation is off in the BIOS, the kvm module is not loaded, or QEMU may not open /dev/kvm.'
      : 'libvirt did not tell in time whether KVM can be used. A broken /dev/kvm makes it slow.',
    fix(
      'Switch on VT-x or AMD-V in the BIOS, then load the module and see who may open the device.',
      'sudo modprobe -a kvm kvm_intel kvm_amd; ls -l /dev/kvm',
    ),
  )
}

const makePool: Fix = fix(
  'Make one on the host.',
  [
    'virsh pool-define-as maas dir - - - - /var/lib/libvirt/maas-images',
    'virsh pool-build maas',
    'virsh pool-start maas',
    'virsh pool-autostart maas',
  ].join(' && '),
)

/** `refused` is libvirt's reason not to list its pools. */
export function checkStoragePools(
  pools: readonly StoragePoolFacts[],
  refused: string | null,
  checks: Checklist,
): void {
  if (refused !== null) {
    return checks.warn(
      'storage_pool',
      `libvirt does not tell its storage pools: ${refused}`,
      fix('Check libvirt’s storage driver on the host.', 'virsh pool-list --all'),
    )
  }
  const running = pools.filter(({ state }) => state === 'running')
  if (running.length > 0)
    return checks.ok('storage_pool', running.map(({ name }) => name).join(', '))
  const [first] = pools
  if (!first) {
    return checks.warn(
      'storage_pool',
      'There is no storage pool, so no disk can be made.',
      makePool,
    )
  }
  const name = shellWord(first.name)
  checks.warn(
    'storage_pool',
    `No storage pool is running (${pools.map((pool) => pool.name).join(', ')}), so no disk can be made.`,
    fix(
      'Start one, and let it start with the host.',
      `virsh pool-start ${name} && virsh pool-autostart ${name}`,
    ),
  )
}

const maasNetworkXml = `<network>
  <name>maas</name>
  <forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>
  <dns enable='no'/>
  <bridge name='virbr1' stp='off' delay='0'/>
  <domain name='testnet'/>
  <ip address='172.16.99.1' netmask='255.255.255.0'/>
</network>`

const makeNetwork: Fix = fix(
  'Make the network maas on the host.',
  `virsh net-define /dev/stdin <<'EOF'\n${maasNetworkXml}\nEOF\nvirsh net-start maas && virsh net-autostart maas`,
)

export type DescribedDhcp = { facts: NetworkFacts; dhcpRanges: readonly DhcpRange[] }

/** New machines are plugged into `maas`, else into `default`, as MAAS does. */
export function checkNetworks(
  networks: readonly DescribedDhcp[],
  refused: string | null,
  checks: Checklist,
): void {
  if (refused !== null) {
    return checks.warn(
      'network',
      `libvirt does not tell its networks: ${refused}`,
      fix('Check libvirt’s network driver on the host.', 'virsh net-list --all'),
    )
  }
  const candidates = ['maas', 'default'].flatMap(
    (name) => networks.find(({ facts }) => facts.name === name) ?? [],
  )
  const usable = candidates.find(({ facts }) => facts.active && !facts.dhcp)
  if (usable) return checks.ok('network', `${usable.facts.name} is active.`)
  const clashing = candidates.find(({ facts }) => facts.active)
  if (clashing) {
    return checks.warn(
      'network',
      `The network ${clashing.facts.name} hands out addresses itself, which clashes with another DHCP server on it.`,
      fix('Switch its DHCP off, or make a network named maas without.', stopDhcp(clashing)),
    )
  }
  const [idle] = candidates
  if (idle) {
    return checks.warn(
      'network',
      `The network ${idle.facts.name} is not active.`,
      fix(
        'Start it, and let it start with the host.',
        `virsh net-start ${idle.facts.name} && virsh net-autostart ${idle.facts.name}`,
      ),
    )
  }
  checks.warn('network', 'There is neither a network maas nor default.', makeNetwork)
}

const stopDhcp = ({ facts, dhcpRanges }: DescribedDhcp) =>
  dhcpRanges
    .map(({ start, end }) => {
      const range = shellWord(`<range start="${start}" end="${end}"/>`)
      return `virsh net-update ${facts.name} delete ip-dhcp-range ${range} --live --config`
    })
    .join(' && ')
