import { DomainState } from '../protocol/constants-domain.ts'
import {
  fakeDomain,
  fakeNetwork,
  fakePool,
  type FakeDisk,
  type FakeDomain,
  type FakeNetwork,
  type FakeNic,
  type FakePool,
  type FakeVolume,
} from './fake-host.ts'
import { uuidOf } from './fake-uuid.ts'

// Enough XML for a fake: what libvirt writes for simple objects, and what is needed of what it is
// sent. Patterns do, as nothing here has to survive a hostile document.

/** What the first group of a pattern matched. */
export const first = (xml: string, pattern: RegExp) => pattern.exec(xml)?.[1]

function sizeOf(xml: string, element: string, fallbackUnit: string): number | undefined {
  const match = new RegExp(`<${element}(?: unit=["'](\\w+)["'])?>\\s*(\\d+)`).exec(xml)
  const scale: Record<string, number> = { b: 1, bytes: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }
  const unit = (match?.[1] ?? fallbackUnit).toLowerCase()
  return match ? Number(match[2]) * (scale[unit] ?? scale[unit.charAt(0)] ?? 1) : undefined
}

export function domainXml(domain: FakeDomain): string {
  if (domain.xml !== undefined) return domain.xml
  const running = domain.state !== DomainState.shutoff
  const disks = domain.disks.map(
    ({ target, source }) => `
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='${source}'/>
      <target dev='${target}' bus='virtio'/>
    </disk>`,
  )
  const nics = domain.nics.map(
    ({ mac, network, model }) => `
    <interface type='network'>
      <mac address='${mac}'/>
      <source network='${network}'/>
      <model type='${model}'/>
    </interface>`,
  )
  return `<domain type='kvm'${running ? ` id='${domain.id}'` : ''}>
  <name>${domain.name}</name>
  <uuid>${domain.uuid}</uuid>
  <memory unit='KiB'>${domain.memoryKiB}</memory>
  <currentMemory unit='KiB'>${domain.memoryKiB}</currentMemory>
  <vcpu placement='static'>${domain.vcpus}</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
    <boot dev='hd'/>
  </os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>${disks.join('')}${nics.join('')}
  </devices>
</domain>
`
}

/** The disk that a device's document describes, if it does. */
export function diskIn(xml: string): FakeDisk | undefined {
  if (!xml.includes('<disk ')) return undefined
  return {
    source: first(xml, /<source (?:file|dev)=["']([^"']+)/) ?? '',
    target: first(xml, /<target dev=["']([^"']+)/) ?? '',
    capacityBytes: 0,
    allocationBytes: 0,
  }
}

/** The network card that a device's document describes, if it does. */
export function nicIn(xml: string): FakeNic | undefined {
  if (!xml.includes('<interface ')) return undefined
  return {
    mac: first(xml, /<mac address=["']([^"']+)/) ?? '52:54:00:00:00:01',
    network: first(xml, /<source network=["']([^"']+)/) ?? '',
    model: first(xml, /<model type=["']([^"']+)/) ?? 'virtio',
  }
}

/** A domain's document without the device that has this target or MAC address. */
export function withoutDevice(xml: string, mark: string): string {
  return xml.replace(/\s*<(disk|interface) [\s\S]*?<\/\1>/g, (device) =>
    device.includes(`'${mark}'`) || device.includes(`"${mark}"`) ? '' : device,
  )
}

/** Undefined when the document has no name: libvirt refuses such a domain. */
export function parseDomainXml(xml: string): FakeDomain | undefined {
  const name = first(xml, /<name>([^<]+)<\/name>/)
  if (name === undefined) return undefined
  const uuid = first(xml, /<uuid>([^<]+)<\/uuid>/) ?? uuidOf(`domain ${name}`)
  const disks = [...xml.matchAll(/<disk [\s\S]*?<\/disk>/g)].flatMap(([disk]) => diskIn(disk) ?? [])
  const nics = [...xml.matchAll(/<interface [\s\S]*?<\/interface>/g)].flatMap(
    ([nic]) => nicIn(nic) ?? [],
  )
  return fakeDomain({
    name,
    uuid,
    vcpus: Number(first(xml, /<vcpu[^>]*>(\d+)/) ?? 1),
    memoryKiB: (sizeOf(xml, 'memory', 'KiB') ?? 0) / 1024,
    disks,
    nics,
    xml: xml.includes('<uuid>') ? xml : xml.replace('</name>', `</name>\n  <uuid>${uuid}</uuid>`),
  })
}

export function poolXml(pool: FakePool): string {
  if (pool.xml !== undefined) return pool.xml
  return `<pool type='dir'>
  <name>${pool.name}</name>
  <uuid>${pool.uuid}</uuid>
  <capacity unit='bytes'>${pool.capacityBytes}</capacity>
  <allocation unit='bytes'>${pool.allocationBytes}</allocation>
  <available unit='bytes'>${pool.capacityBytes - pool.allocationBytes}</available>
  <target>
    <path>${pool.path}</path>
  </target>
</pool>
`
}

export function parsePoolXml(xml: string): FakePool | undefined {
  const name = first(xml, /<name>([^<]+)<\/name>/)
  if (name === undefined) return undefined
  const uuid = first(xml, /<uuid>([^<]+)<\/uuid>/) ?? uuidOf(`pool ${name}`)
  const path = first(xml, /<path>([^<]+)<\/path>/) ?? `/var/lib/libvirt/${name}`
  return fakePool({ name, uuid, path, state: 0, autostart: false, allocationBytes: 0 })
}

export function networkXml(network: FakeNetwork): string {
  if (network.xml !== undefined) return network.xml
  return `<network>
  <name>${network.name}</name>
  <uuid>${network.uuid}</uuid>
  <forward mode='nat'/>
  <bridge name='${network.bridge}' stp='on' delay='0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.122.2' end='192.168.122.254'/>
    </dhcp>
  </ip>
</network>
`
}

export function parseNetworkXml(xml: string): FakeNetwork | undefined {
  const name = first(xml, /<name>([^<]+)<\/name>/)
  if (name === undefined) return undefined
  const uuid = first(xml, /<uuid>([^<]+)<\/uuid>/) ?? uuidOf(`network ${name}`)
  const bridge = first(xml, /<bridge name=["']([^"']+)/) ?? 'virbr1'
  return fakeNetwork({ name, uuid, bridge, active: false, autostart: false, xml })
}

export function volumeXml(volume: FakeVolume, path: string): string {
  return `<volume type='file'>
  <name>${volume.name}</name>
  <key>${path}</key>
  <capacity unit='bytes'>${volume.capacityBytes}</capacity>
  <allocation unit='bytes'>${volume.allocationBytes}</allocation>
  <target>
    <path>${path}</path>
  </target>
</volume>
`
}

export function parseVolumeXml(xml: string) {
  const name = first(xml, /<name>([^<]+)<\/name>/)
  if (name === undefined) return undefined
  return {
    name,
    capacityBytes: sizeOf(xml, 'capacity', 'bytes') ?? 0,
    allocationBytes: sizeOf(xml, 'allocation', 'bytes') ?? 0,
  }
}
