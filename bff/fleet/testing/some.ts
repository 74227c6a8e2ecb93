/** Made-up pods and hosts for tests. */
import type { HostFacts, MachineFacts } from '../../facts.ts'
import type { NewPod } from '../../store/pods.ts'

export const somePod: NewPod = {
  name: 'some-pod',
  type: 'virsh',
  power_address: 'qemu+ssh://admin@kvm.example/system',
  power_pass: null,
  zone_id: 1,
  pool_id: 0,
  tags: [],
  cpu_over_commit_ratio: 1,
  memory_over_commit_ratio: 1,
  default_storage_pool: null,
  default_macvlan_mode: null,
  host_key: null,
  facts: null,
  last_seen: null,
  connection: {
    state: 'connecting',
    since: '2026-01-01T00:00:00.000Z',
    next_try: null,
    problem: null,
    transport: null,
  },
}

export const someHost: HostFacts = {
  hostname: 'kvm',
  cores: 8,
  memoryMiB: 16_384,
  cpuSpeedMHz: 2_400,
  architecture: 'amd64/generic',
  libvirtVersion: '9.0.0',
  qemuVersion: '7.2.0',
  kvm: true,
  storagePools: [
    {
      uuid: 'pool-default',
      name: 'default',
      type: 'dir',
      path: '/var/lib/libvirt/images',
      state: 'running',
      autostart: true,
      capacityBytes: 100e9,
      allocationBytes: 30e9,
      availableBytes: 70e9,
    },
    {
      uuid: 'pool-archive',
      name: 'archive',
      type: 'netfs',
      path: null,
      state: 'inactive',
      autostart: false,
      capacityBytes: null,
      allocationBytes: null,
      availableBytes: null,
    },
  ],
  networks: [
    {
      uuid: 'network-maas',
      name: 'maas',
      active: true,
      forward: 'nat',
      bridge: 'virbr1',
      dhcp: false,
      autostart: true,
      domain: 'testnet',
      addresses: [{ address: '172.16.99.1', prefix: 24, dhcp: [] }],
    },
  ],
}

export const someMachine = (n: number, more: Partial<MachineFacts> = {}): MachineFacts => ({
  uuid: `uuid-${n}`,
  name: `vm-${n}`,
  state: 'shutoff',
  cores: 2,
  memoryMiB: 1_024,
  architecture: 'amd64/generic',
  described: true,
  disks: [{ name: 'vda', size: 10e9, source: null, storage_pool: null, bus: 'virtio' }],
  interfaces: [],
  ...more,
})
