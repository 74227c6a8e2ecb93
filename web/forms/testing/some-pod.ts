import type { Pod, StoragePoolDetails } from '../../../contract/pod.ts'

const storagePool = (id: string, name: string, freeGB: number): StoragePoolDetails => ({
  id,
  name,
  type: 'dir',
  path: `/var/lib/libvirt/${id}`,
  state: 'running',
  autostart: true,
  total: 100e9,
  used: (100 - freeGB) * 1e9,
  available: freeGB * 1e9,
  promised: 0,
  default: id === 'uuid-images',
})

/** A made-up pod: 8 cores of 2000 MHz with 3 in use, 16 GiB with 4 in use, 30 and 50 GB free. */
export function somePod(more: Partial<Pod> = {}): Pod {
  return {
    id: 7,
    name: 'kvm1',
    tags: [],
    type: 'virsh',
    resource_uri: '/MAAS/api/2.0/pods/7/',
    architectures: ['amd64/generic'],
    capabilities: [],
    total: { cores: 8, memory: 16_384, local_storage: 200e9 },
    used: { cores: 3, memory: 4096, local_storage: 120e9 },
    available: { cores: 5, memory: 12_288, local_storage: 80e9 },
    zone: { id: 1, name: 'default', description: '', resource_uri: '' },
    pool: { id: 0, name: 'default', description: '', resource_uri: '' },
    cpu_over_commit_ratio: 1,
    memory_over_commit_ratio: 1,
    storage_pools: [],
    host: { system_id: null, __incomplete__: true },
    default_macvlan_mode: null,
    podyard: {
      power_address: 'qemu+ssh://admin@kvm.example/system',
      has_password: false,
      default_storage_pool: 'uuid-images',
      connection: {
        state: 'connected',
        since: '2026-01-01T00:00:00.000Z',
        last_seen: '2026-01-01T00:00:00.000Z',
        next_try: null,
        problem: null,
        transport: 'nc',
      },
      host_key: null,
      hostname: 'kvm1',
      cpu_speed: 2000,
      libvirt_version: '9.0.0',
      qemu_version: '7.2.0',
      machine_count: 3,
      composed_count: 0,
      storage_pools: [
        storagePool('uuid-images', 'images', 30),
        storagePool('uuid-odd', 'my, pool', 50),
      ],
      drift: [],
      networks: [],
    },
    ...more,
  }
}
