import { openConnection, type Connection } from '../open-connection.ts'
import { openUnix } from '../transport/unix.ts'
import { createFakeLibvirtd, fakeDomain } from './fake-libvirtd.ts'
import { readLab, virsh, type Lab } from './lab.ts'

/** Something that speaks libvirt's protocol, for one suite to be run against all of them. */
export interface Peer {
  readonly name: string
  readonly isHere: boolean
  /** The `type` of a domain that this peer can run. */
  readonly domainType: string
  readonly open: () => Promise<Connection>
  /** What proves that it is this peer and no other, learnt in another way than over `open`. */
  readonly identity: () => Promise<{ hostname: string; type: string; libVersion: number }>
}

function fakePeer(): Peer {
  const hostname = `fake-${process.pid}`
  const domains = ['one', 'two', 'three'].map((name) => fakeDomain({ name }))
  const fake = createFakeLibvirtd({ host: { hostname, domains } })
  return {
    name: 'the fake libvirtd',
    isHere: true,
    domainType: 'kvm',
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
    isHere: lab !== undefined,
    domainType: driver,
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
