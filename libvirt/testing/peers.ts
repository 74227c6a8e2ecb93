import { openConnection, type Connection } from '../open-connection.ts'
import { openUnix } from '../transport/unix.ts'
import { createFakeLibvirtd, fakeDomain } from './fake-libvirtd.ts'
import { readLab, virsh, type Lab } from './lab.ts'

/** Something that speaks libvirt's protocol, for one suite to be run against all of them. */
export interface Peer {
  readonly name: string
  readonly kind: 'fake' | 'test' | 'qemu'
  readonly isHere: boolean
  /** The `type` of a domain that this peer can run. */
  readonly domainType: string
  /** Names of procedures its driver does not have: each is called, and has to be refused. */
  readonly lacks: ReadonlySet<string>
  readonly open: () => Promise<Connection>
  /** What proves that it is this peer and no other, learnt in another way than over `open`. */
  readonly identity: () => Promise<{ hostname: string; type: string; libVersion: number }>
}

/** Of libvirt 9.0; newer ones may have more. */
const TEST_DRIVER_LACKS = [
  'connectGetDomainCapabilities',
  'connectGetStoragePoolCapabilities',
  'connectCompareCpu',
  'connectListAllNwfilters',
  'connectListAllSecrets',
  'connectSecretEventRegisterAny',
  'connectDomainMonitorEventRegister',
  'domainAbortJob',
  'domainAttachDeviceFlags',
  'domainBlockCommit',
  'domainBlockCopy',
  'domainBlockJobAbort',
  'domainBlockPull',
  'domainBlockResize',
  'domainDetachDeviceFlags',
  'domainGetBlockJobInfo',
  'domainGetGuestInfo',
  'domainGetJobInfo',
  'domainGetJobStats',
  'domainMonitorCommand',
  'networkGetDhcpLeases',
  'nodeGetMemoryStats',
  'nwfilterDefineXml',
  'secretDefineXml',
  'secretLookupByUuid',
  'storagePoolLookupByTargetPath',
  'storageVolGetInfoFlags',
  'storageVolResize',
  'storageVolWipe',
]

function fakePeer(): Peer {
  const hostname = `fake-${process.pid}`
  const domains = ['one', 'two', 'three'].map((name) => fakeDomain({ name }))
  const fake = createFakeLibvirtd({ host: { hostname, domains } })
  return {
    name: 'the fake libvirtd',
    kind: 'fake',
    isHere: true,
    domainType: 'kvm',
    lacks: new Set(),
    open: () => openConnection(fake.connect(), { uri: 'qemu:///system' }),
    identity: async () => ({ hostname, type: 'QEMU', libVersion: fake.host.libVersion }),
  }
}

function realPeer(driver: 'qemu' | 'test', lab: Lab | undefined): Peer {
  const uri = driver === 'qemu' ? 'qemu:///system' : 'test:///default'
  const needed = () => {
    if (!lab) throw new Error('no lab is running')
    return lab
  }
  return {
    name: `a real libvirtd, ${uri}`,
    kind: driver,
    isHere: lab !== undefined,
    domainType: driver,
    lacks: new Set(driver === 'test' ? TEST_DRIVER_LACKS : []),
    async open() {
      const { duplex } = await openUnix({ socketPath: needed().socket })
      return openConnection(duplex, { uri })
    },
    async identity() {
      const oracle = `${driver}+unix:///${driver === 'qemu' ? 'system' : 'default'}?socket=${needed().socket}`
      const [hostname, version] = await Promise.all([
        virsh(oracle, 'hostname'),
        virsh(oracle, 'version', '--daemon'),
      ])
      const match = /Running against daemon: (\d+)\.(\d+)\.(\d+)/.exec(version)
      const [major = 0, minor = 0, release = 0] = (match ?? []).slice(1).map(Number)
      const libVersion = major * 1_000_000 + minor * 1_000 + release
      return { hostname: hostname.trim(), type: driver.toUpperCase(), libVersion }
    },
  }
}

const lab = readLab()

export const peers: readonly Peer[] = [fakePeer(), realPeer('test', lab), realPeer('qemu', lab)]
