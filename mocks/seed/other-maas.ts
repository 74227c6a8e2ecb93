/** The MAAS that the mocked server imports from: something of everything. */
import {
  type Bundle,
  type BundleMachine,
  type BundlePod,
  bundleVersion,
} from '../../contract/bundle.ts'

const pod = (name: string, more: Partial<BundlePod> = {}): BundlePod => ({
  name,
  type: 'virsh',
  power_address: `qemu+ssh://ubuntu@${name}.old.example/system`,
  power_pass: 'secret',
  zone: 'basement',
  pool: 'build farm',
  tags: ['virtual', 'pod-console-logging'],
  cpu_over_commit_ratio: 2,
  memory_over_commit_ratio: 1.5,
  default_storage_pool: null,
  ...more,
})

const machine = (hostname: string, more: Partial<BundleMachine> = {}): BundleMachine => ({
  hostname,
  owner: '',
  pod: 'plover',
  mac_addresses: ['52:54:00:0f:00:01'],
  zone: 'basement',
  pool: 'build farm',
  tags: ['virtual'],
  ...more,
})

export const otherMaas: Bundle = {
  podyard_bundle: bundleVersion,
  zones: [
    { name: 'default', description: '' },
    { name: 'basement', description: 'Below the yard' },
    { name: '#7', description: '' },
  ],
  resource_pools: [
    { name: 'default', description: 'Default pool' },
    { name: 'build farm', description: '' },
  ],
  tags: [
    { name: 'virtual', comment: '', definition: '' },
    {
      name: 'big-memory',
      comment: '64 GB or more',
      definition: '//node[@id="memory"]/size > 6e10',
    },
  ],
  pods: [
    pod('plover'),
    pod('dunlin', { power_pass: '', zone: '#7' }),
    pod('broken', { power_address: 'qemu+ssh://ubuntu@closed-port.example/system' }),
    pod('lxd-host', { type: 'lxd', power_address: '', power_pass: '' }),
  ],
  machines: [
    machine('build-1', { owner: 'grace' }),
    machine('container-1', { pod: 'lxd-host' }),
    machine('rack-server-12', { pod: null }),
  ],
}
