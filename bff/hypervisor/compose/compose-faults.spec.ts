/** Composing on a host made of memory, which fails wherever it is told to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ComposeStep } from '../../../contract/compose.ts'
import * as libvirt from '../../../libvirt/index.ts'
import {
  createFakeLibvirtd,
  fakeDomain,
  type FakeLibvirtd,
  fakePool,
} from '../../../libvirt/testing/fake-libvirtd.ts'
import { createLibvirtHypervisor } from '../libvirt-hypervisor.ts'
import type { HostConnection } from '../port.ts'
import { ComposeError } from './compose-error.ts'
import type { MachinePlan } from './port.ts'

const pool = fakePool({ name: 'images' })
const plan: MachinePlan = {
  uuid: '5f0c3b1e-4b1d-4a8f-9d27-0123456789ab',
  name: 'fresh',
  cores: 2,
  memoryMiB: 2048,
  architecture: 'amd64/generic',
  kvm: true,
  firmware: 'bios',
  hugepages: false,
  pinnedCores: [],
  disks: ['vda', 'vdb'].map((name) => ({
    name,
    pool: pool.uuid,
    volume: `fresh-5f0c3b1e-${name}`,
    bytes: 8e9,
  })),
  interfaces: [{ mac: '52:54:00:12:34:56', to: { kind: 'network', name: 'maas' } }],
}

let folder: string
let daemon: FakeLibvirtd
let connection: HostConnection
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'podyard-fake-'))
  const socketPath = join(folder, 'sock')
  daemon = createFakeLibvirtd()
  await daemon.listen(socketPath)
  daemon.host.domains = [fakeDomain({ name: 'other' })]
  daemon.host.pools = [{ ...pool, volumes: [] }]
  const { privateKey } = libvirt.generateSshKey('test')
  connection = await createLibvirtHypervisor({ privateKey, socketPath }).connect({
    address: 'qemu:///system',
    password: null,
    hostKey: null,
    trust: 'first_use',
    acceptFingerprint: null,
  })
  await connection.discover()
})
afterEach(async () => {
  await connection.close()
  await daemon.close()
  rmSync(folder, { recursive: true })
})

const refused = async () => {
  const error = await connection.maker.compose(plan).catch((each: unknown) => each)
  if (!(error instanceof ComposeError)) throw new Error('it was made', { cause: error })
  return error
}
const domains = () => daemon.host.domains.map(({ name }) => name)
const volumes = () => daemon.host.pools.flatMap((each) => each.volumes.map(({ name }) => name))

test('made, started with the host, and removed', async () => {
  const { facts, promised } = await connection.maker.compose(plan)
  expect(facts).toMatchObject({ name: 'fresh', cores: 2, memoryMiB: 2048 })
  expect(promised).toEqual(new Map([[pool.uuid, 16e9]]))
  expect(daemon.host.domains.find(({ name }) => name === 'fresh')?.autostart).toBe(true)
  expect(volumes()).toEqual(['fresh-5f0c3b1e-vda', 'fresh-5f0c3b1e-vdb'])
  await connection.maker.decompose({ uuid: plan.uuid, volumes: [] })
  expect([domains(), volumes()]).toEqual([['other'], []])
})

const calls: [ComposeStep, { readonly name: string }][] = [
  ['connect', libvirt.connectGetType],
  ['volumes', libvirt.storagePoolLookupByUuid],
  ['volumes', libvirt.storagePoolGetXmlDesc],
  ['volumes', libvirt.storageVolCreateXml],
  ['volumes', libvirt.storageVolGetPath],
  ['volumes', libvirt.storageVolGetInfo],
  ['define', libvirt.domainDefineXml],
  ['verify', libvirt.connectGetAllDomainStats],
  ['verify', libvirt.domainGetXmlDesc],
  ['autostart', libvirt.domainSetAutostart],
]
test.each(calls.map(([step, procedure]) => [procedure.name, step, procedure] as const))(
  'refused at %s: the step %s is named, and nothing is left',
  async (_, step, procedure) => {
    const code = 'VIR_ERR_OPERATION_FAILED'
    daemon.fault(procedure, { kind: 'error', code, message: 'No.' })
    expect(await refused()).toMatchObject({ step, leftovers: false, code: 'libvirt_refused' })
    expect([domains(), volumes()]).toEqual([['other'], []])
  },
)

test('a host that makes something else is not believed', async () => {
  const odd = { ...plan, memoryMiB: 2048.5 }
  await expect(connection.maker.compose(odd)).rejects.toThrow(
    'The host made something else of it: memory in MiB: asked for 2048.5, got 2048.',
  )
  expect([domains(), volumes()]).toEqual([['other'], []])
})

test.each([libvirt.storageVolCreateXml, libvirt.domainDefineXml])(
  'a host that is gone at $name may keep something, which is said',
  async (procedure) => {
    daemon.fault(procedure, { kind: 'drop' })
    expect(await refused()).toMatchObject({ leftovers: true, code: 'connection_lost' })
  },
)

test('what cannot be undone is said too', async () => {
  const no = { kind: 'error', code: 'VIR_ERR_OPERATION_FAILED', message: 'No.' } as const
  daemon.fault(libvirt.domainDefineXml, no)
  daemon.fault(libvirt.storageVolDelete, no)
  expect(await refused()).toMatchObject({ step: 'define', leftovers: true })
  // The other one was removed all the same.
  expect(volumes()).toEqual(['fresh-5f0c3b1e-vdb'])
  await connection.maker.decompose({ uuid: plan.uuid, volumes: plan.disks })
  expect(volumes()).toEqual([])
})

test('nothing is deleted while it cannot be told what other machines use', async () => {
  await connection.maker.compose(plan)
  const other = daemon.host.domains.find(({ name }) => name === 'other')
  if (other) other.xml = '<domain><name>bad'
  await expect(connection.maker.decompose({ uuid: plan.uuid, volumes: [] })).rejects.toThrow(
    'Nothing was deleted',
  )
  expect(domains()).toEqual(['other', 'fresh'])
  expect(volumes()).toHaveLength(2)
})
