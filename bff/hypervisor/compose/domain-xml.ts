import { element } from '../xml/element.ts'
import type { InterfacePlan, MachinePlan } from './port.ts'

/** What the host calls the plan's volumes. */
export type DiskSource = { name: string; type: 'file' | 'block'; path: string; format: string }

type Platform = {
  arch: string
  machine: string
  /** Of the emulated processor, where there is no KVM. */
  emulatedCpu: string
  /** Screen that every guest knows. */
  video: string
  pc: boolean
}

/**
 * Emulated, a plain processor is faster than the largest: guests do not try what is slow to emulate.
 * Architectures are MAAS's.
 */
const platforms: Readonly<Record<string, Platform>> = {
  amd64: { arch: 'x86_64', machine: 'q35', emulatedCpu: 'qemu64', video: 'vga', pc: true },
  i386: { arch: 'i686', machine: 'q35', emulatedCpu: 'qemu32', video: 'vga', pc: true },
  arm64: { arch: 'aarch64', machine: 'virt', emulatedCpu: 'max', video: 'virtio', pc: false },
  ppc64el: { arch: 'ppc64le', machine: 'pseries', emulatedCpu: 'power9', video: 'vga', pc: false },
  s390x: {
    arch: 's390x',
    machine: 's390-ccw-virtio',
    emulatedCpu: 'max',
    video: 'virtio',
    pc: false,
  },
}

/** Undefined for an architecture that Podyard makes no machines of. */
export const platformOf = (architecture: string): Platform | undefined =>
  platforms[architecture.split('/', 1)[0] ?? '']

/** Where virtlogd keeps what the machine writes on its serial port. */
export const serialLog = (name: string) => `/var/log/libvirt/qemu/${name}-serial0.log`

/**
 * The document of a machine: virtio throughout, no device that it does not need. libvirt fills in addresses and
 * controllers.
 *
 * @param type of domain: kvm, qemu, test
 */
export function domainXml(
  plan: MachinePlan,
  platform: Platform,
  type: string,
  disks: readonly DiskSource[],
): string {
  const { xml } = element(
    'domain',
    { type },
    element('name', {}, plan.name),
    element('uuid', {}, plan.uuid),
    element('memory', { unit: 'MiB' }, plan.memoryMiB),
    plan.hugepages && element('memoryBacking', {}, element('hugepages')),
    element('vcpu', { placement: 'static' }, plan.cores),
    plan.pinnedCores.length > 0 &&
      element(
        'cputune',
        {},
        ...plan.pinnedCores.map((cpuset, vcpu) => element('vcpupin', { vcpu, cpuset })),
      ),
    element(
      'os',
      { firmware: plan.firmware === 'uefi' ? 'efi' : undefined },
      element('type', { arch: platform.arch, machine: platform.machine }, 'hvm'),
    ),
    (platform.pc || plan.firmware === 'uefi') &&
      element('features', {}, element('acpi'), platform.pc && element('apic')),
    processor(platform, type),
    element('clock', { offset: 'utc' }),
    element('on_crash', {}, 'destroy'),
    element(
      'devices',
      {},
      ...disks.map((disk, index) => diskXml(disk, index === 0)),
      ...plan.interfaces.map((nic, index) => interfaceXml(nic, index === 0)),
      ...consoles(plan, platform),
      element('memballoon', { model: 'virtio' }),
      element('rng', { model: 'virtio' }, element('backend', { model: 'random' }, '/dev/urandom')),
    ),
  )
  return xml
}

function processor({ emulatedCpu }: Platform, type: string) {
  if (type === 'kvm') return element('cpu', { mode: 'host-passthrough' })
  return (
    type === 'qemu' &&
    element('cpu', { mode: 'custom', match: 'exact' }, element('model', {}, emulatedCpu))
  )
}

function diskXml({ name, type, path, format }: DiskSource, boots: boolean) {
  return element(
    'disk',
    { type, device: 'disk' },
    // What the guest frees, the host gets back.
    element('driver', { name: 'qemu', type: format, discard: 'unmap' }),
    element('source', { [type === 'file' ? 'file' : 'dev']: path }),
    element('target', { dev: name, bus: 'virtio' }),
    boots && element('boot', { order: 1 }),
  )
}

function interfaceXml({ mac, to }: InterfacePlan, boots: boolean) {
  const { kind, name } = to
  return element(
    'interface',
    { type: kind === 'macvtap' ? 'direct' : kind },
    element('mac', { address: mac }),
    kind === 'macvtap'
      ? element('source', { dev: name, mode: to.mode })
      : element('source', { [kind]: name }),
    element('model', { type: 'virtio' }),
    // After the disk: a machine whose disk is empty yet can be installed over the network.
    boots && element('boot', { order: 2 }),
  )
}

/** A serial port that is logged, a screen that only the host itself reaches, and a line to the guest's agent. */
function consoles({ name }: MachinePlan, { video, pc }: Platform) {
  return [
    element(
      'serial',
      { type: 'pty' },
      element('log', { file: serialLog(name), append: 'on' }),
      element('target', { port: 0 }),
    ),
    element('console', { type: 'pty' }, element('target', { type: 'serial', port: 0 })),
    element(
      'channel',
      { type: 'unix' },
      element('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' }),
    ),
    // A pointer that is where the viewer's is.
    pc && element('input', { type: 'tablet', bus: 'usb' }),
    element('graphics', { type: 'vnc', autoport: 'yes', listen: '127.0.0.1' }),
    element('video', {}, element('model', { type: video })),
  ]
}
