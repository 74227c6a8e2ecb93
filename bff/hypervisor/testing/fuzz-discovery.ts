import * as libvirt from '../../../libvirt/index.ts'
import {
  createFakeLibvirtd,
  fakeDomain,
  fakeNetwork,
  fakePool,
  type Fault,
} from '../../../libvirt/testing/fake-libvirtd.ts'
import { ODD_WORDS } from '../../../libvirt/testing/fuzz/mutate.ts'
import { createRandom, type Random } from '../../../libvirt/testing/fuzz/random.ts'
import type { FuzzTarget } from '../../../libvirt/testing/fuzz/target.ts'
import { createChecklist } from '../checklist.ts'
import { createHostConnection } from '../host-connection.ts'
import { HostError } from '../host-error.ts'
import { checkFacts } from './check-facts.ts'
import { documents } from './documents.ts'
import { mutateXml } from './mutate-xml.ts'

/** Milliseconds; all is in memory and nothing is ever late. */
const LIMIT_MS = 2_000

const faults: readonly Fault[] = [
  { kind: 'error', code: 'VIR_ERR_INTERNAL_ERROR', message: 'internal error: \x1b[31m' },
  { kind: 'error', code: 'VIR_ERR_NO_DOMAIN', message: '' },
  { kind: 'drop' },
  { kind: 'truncate' },
  { kind: 'corrupt' },
  { kind: 'oversize' },
  { kind: 'garbage' },
]

const asked = [
  libvirt.nodeGetInfo,
  libvirt.connectGetHostname,
  libvirt.connectGetType,
  libvirt.connectGetLibVersion,
  libvirt.connectGetVersion,
  libvirt.connectGetCapabilities,
  libvirt.connectListAllStoragePools,
  libvirt.connectListAllNetworks,
  libvirt.connectGetAllDomainStats,
  libvirt.domainGetXmlDesc,
  libvirt.storagePoolGetInfo,
  libvirt.storagePoolGetXmlDesc,
  libvirt.storagePoolGetAutostart,
  libvirt.networkGetXmlDesc,
  libvirt.networkIsActive,
]

const names = [
  'maas',
  'default',
  'a',
  '',
  '__proto__',
  'constructor',
  "it's",
  '$(id)',
  '日本\u202e',
]
const models = ['x86_64', 'aarch64', '', 'constructor', '__proto__', 'toString']
const fields = [
  'state.state',
  'balloon.maximum',
  'vcpu.maximum',
  'block.count',
  'block.0.name',
  'block.0.capacity',
  '__proto__',
  'constructor',
  '',
]
const wide = [0, 1, 2 ** 31, Number.MAX_SAFE_INTEGER, 2n ** 63n - 1n]

function oddParam(random: Random): libvirt.TypedParam {
  const value = random.pick<libvirt.TypedParam['value']>([
    { type: 'int', value: random.pick([-1, 0, 1, 5, -(2 ** 31), 2 ** 31 - 1]) },
    { type: 'uint', value: random.pick(ODD_WORDS) },
    { type: 'llong', value: random.pick([...wide, -1, -(2n ** 63n)]) },
    { type: 'ullong', value: random.pick([...wide, 2n ** 64n - 1n]) },
    { type: 'double', value: random.pick([NaN, Infinity, -Infinity, -0, 0.5, 1e300, 3]) },
    { type: 'boolean', value: random.chance(0.5) },
    { type: 'string', value: random.pick([...names, 'vda', '7']) },
  ])
  return { field: random.pick(fields), value }
}

function hostileDaemon(random: Random) {
  const some = <T>(make: () => T) => Array.from({ length: random.below(4) }, make)
  const document = (xml: string) =>
    (random.chance(0.2) ? undefined : mutateXml(random, xml))?.replaceAll('\0', '')
  const daemon = createFakeLibvirtd({
    host: {
      hostname: random.pick(names),
      type: random.pick(['QEMU', 'TEST', '', 'constructor']),
      capabilities: document(documents.capabilities) ?? '',
      domains: some(() =>
        fakeDomain({
          name: random.pick(names),
          state: random.below(10),
          xml: document(random.pick([documents.running, documents.shutOff])),
        }),
      ),
      pools: some(() =>
        fakePool({
          name: random.pick(names),
          state: random.below(7),
          xml: document(random.pick([documents.pool, documents.inactivePool])),
        }),
      ),
      networks: some(() =>
        fakeNetwork({
          name: random.pick(names),
          active: random.chance(0.5),
          xml: document(random.pick([documents.network, documents.networkWithDhcp])),
        }),
      ),
    },
  })
  if (random.chance(0.5)) {
    daemon.answer(libvirt.connectGetAllDomainStats, () =>
      some(() => ({
        dom: { name: random.pick(names), uuid: '0'.repeat(32), id: -1 },
        params: Array.from({ length: random.below(12) }, () => oddParam(random)),
      })),
    )
  }
  if (random.chance(0.3)) {
    const int = () => random.pick(ODD_WORDS) | 0
    daemon.answer(libvirt.nodeGetInfo, () => ({
      model: random.pick(models),
      memory: random.pick([0, 1, Number.MAX_SAFE_INTEGER]),
      cpus: int(),
      mhz: int(),
      nodes: int(),
      sockets: int(),
      cores: int(),
      threads: int(),
    }))
    const version = () => random.pick([0, 1, 9_000_000, 1_002_014, Number.MAX_SAFE_INTEGER])
    daemon.answer(libvirt.connectGetLibVersion, version)
    daemon.answer(libvirt.connectGetVersion, version)
  }
  for (let left = random.below(3); left > 0; left--) {
    daemon.fault(random.pick(asked), random.pick(faults), 1 + random.below(3))
  }
  return daemon
}

/** Only a HostError may come instead of a value. */
async function orHostError<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof HostError) return undefined
    throw error
  }
}

const noChannel = () => Promise.reject(new Error('There is but one stream.'))

/** Whatever a host answers, reading it ends with facts or with a HostError, in time. */
export const discovery: FuzzTarget = {
  name: 'discovery',
  make: (random) => random.bytes(4),
  async run(input) {
    const daemon = hostileDaemon(createRandom(input.readUInt32BE()))
    const uri = 'qemu:///system'
    const connection = await libvirt.openConnection(daemon.connect(), { uri })
    const checks = createChecklist({})
    checks.start('libvirt')
    const host = await createHostConnection(connection, {
      hostKey: null,
      transport: 'unix',
      openChannel: noChannel,
      user: null,
      checks,
      signal: new AbortController().signal,
    })
    const startedAt = performance.now()
    checkFacts((await orHostError(host.discover())) ?? null)
    checkFacts((await orHostError(host.pulse({ diskSizes: true }))) ?? null)
    checkFacts((await orHostError(host.readMachine('0'.repeat(32)))) ?? null)
    const ms = performance.now() - startedAt
    await host.close()
    await daemon.close()
    if (ms > LIMIT_MS) throw new Error(`took ${ms.toFixed(0)} ms`)
  },
}
