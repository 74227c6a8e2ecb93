import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiError, createClient } from '../contract/client.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { type EndpointName, endpoints, type Input } from '../contract/endpoints.ts'
import { createMockServer } from './node.ts'
import { csrfToken, setupToken } from './session.ts'

const { server, db } = createMockServer()
const client = createClient({
  origin: 'http://podyard.test',
  headers: () => ({ 'x-csrftoken': csrfToken }),
})

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())

const machine = db.machines[0]?.system_id ?? ''
const named = (hostname: string) =>
  db.machines.find((row) => row.hostname === hostname)?.system_id ?? ''

/** Input that works, in an order in which each still finds what it needs. */
const inputs: { [N in EndpointName]: Input<N> | undefined } = {
  podList: undefined,
  podCreate: { type: 'virsh', power_address: 'qemu+ssh://ubuntu@192.168.1.2/system' },
  podRead: { id: 1 },
  podUpdate: { id: 2, cpu_over_commit_ratio: '0.3', tags: 'a, b' },
  podRefresh: { id: 2, trust: 'ask' },
  podParameters: { id: 2 },
  podCompose: { id: 7 },
  podAddTag: { id: 2, tag: 'ssd' },
  podRemoveTag: { id: 2, tag: 'ssd' },
  podDelete: { id: 5, decompose: true },
  capacityRead: { cores: 2, memory: 4096, storage: 'root:20', count: 20, pod: [1, 2] },
  vmHostList: undefined,
  vmHostCreate: { type: 'virsh', power_address: 'qemu+ssh://ubuntu@192.168.1.3/system' },
  vmHostRead: { id: 1 },
  vmHostUpdate: { id: 2, cpu_over_commit_ratio: '0.4' },
  vmHostRefresh: { id: 2, trust: 'ask' },
  vmHostParameters: { id: 2 },
  vmHostCompose: { id: 7 },
  vmHostAddTag: { id: 2, tag: 'ssd' },
  vmHostRemoveTag: { id: 2, tag: 'ssd' },
  vmHostDelete: { id: 6 },
  machineList: { pod: 1 },
  machinePage: { q: 'pod:kvm-a !tag:old', sort: '-cores', limit: 5 },
  machineFacets: { status: 'ready' },
  machineIds: { power_state: 'on' },
  machineRead: { system_id: machine },
  machineUpdate: { system_id: machine, hostname: 'renamed', zone: 'default', tags: 'a' },
  machineQueryPowerState: { system_id: machine },
  machinePowerParameters: { system_id: machine },
  machineSetOwnerData: { system_id: machine, colour: 'blue' },
  machineAllocate: { tags: 'virtual', mem: 2048, dry_run: 'true' },
  machineCommission: { system_id: named('build-03') },
  machineDeploy: { system_id: named('worker-03'), install_kvm: 'True' },
  machinePowerOn: { system_id: machine },
  machinePowerOff: { system_id: machine, stop_mode: 'soft' },
  machineLock: { system_id: machine },
  machineUnlock: { system_id: machine },
  machineMarkBroken: { system_id: machine, comment: 'smells' },
  machineMarkFixed: { system_id: machine },
  machineTest: { system_id: machine },
  machineAbort: { system_id: named('worker-06') },
  machineRelease: { system_id: machine },
  podMetrics: { id: 1, range: '24h' },
  podTopConsumers: { id: 1, by: 'memory', limit: 3 },
  machineMetrics: { system_id: machine },
  consoleOpen: { system_id: machine, kind: 'serial', take_over: 'true' },
  serialLogRead: { system_id: machine },
  storagePoolList: { id: 2 },
  storagePoolPlan: { id: 2, name: 'fast', type: 'logical', volume_group: 'vg0' },
  storagePoolCreate: { id: 2, name: 'fast', type: 'dir', path: '/srv/fast' },
  storagePoolRead: { id: 2, storage_pool: 'fast' },
  storagePoolUpdate: { id: 2, storage_pool: 'fast', autostart: 'false' },
  storagePoolRefresh: { id: 2, storage_pool: 'fast' },
  storagePoolStop: { id: 2, storage_pool: 'fast' },
  storagePoolStart: { id: 2, storage_pool: 'fast' },
  storagePoolDelete: { id: 2, storage_pool: 'fast', delete_volumes: 'true' },
  volumeList: { id: 2, storage_pool: 'maas', unused: 'true' },
  volumeDelete: { id: 2, storage_pool: 'maas', volume: 'debian-12-netinst.iso' },
  networkList: { id: 2 },
  networkPlan: { id: 2, name: 'lab', mode: 'bridge', bridge: 'br0' },
  networkCreate: { id: 2, name: 'lab', mode: 'nat', address: '10.1.2.1/24', domain: 'lab' },
  networkRead: { id: 2, network: 'lab' },
  networkLeases: { id: 2, network: 'default' },
  networkUpdate: { id: 2, network: 'lab', autostart: 'false' },
  networkStop: { id: 2, network: 'lab' },
  networkStart: { id: 2, network: 'lab' },
  networkDelete: { id: 2, network: 'lab' },
  machineDelete: { system_id: machine },
  tagList: undefined,
  tagCreate: { name: 'fast', comment: 'Quick disks' },
  tagRead: { name: 'fast' },
  tagUpdateNodes: { name: 'fast', add: [machine, 'nobody'] },
  tagMachines: { name: 'fast' },
  tagNodes: { name: 'fast' },
  tagUpdate: { name: 'fast', new_name: 'nvme' },
  tagDelete: { name: 'nvme' },
  eventQuery: { limit: 10 },
  zoneList: undefined,
  zoneCreate: { name: 'attic' },
  zoneRead: { name: 'attic' },
  zoneUpdate: { name: 'attic', description: 'Under the roof' },
  zoneDelete: { name: 'attic' },
  resourcePoolList: undefined,
  resourcePoolCreate: { name: 'spare' },
  resourcePoolRead: { id: 'spare' },
  resourcePoolUpdate: { id: 'spare', description: 'For anything' },
  resourcePoolDelete: { id: 'spare' },
  userList: undefined,
  userCreate: { username: 'grace', password: 'long enough', is_superuser: 'true' },
  userWhoami: undefined,
  userRead: { username: 'grace' },
  userDelete: { username: 'grace' },
  apiKeyCreate: { name: 'backup', expires: '2027-01-31' },
  apiKeyList: undefined,
  apiKeyUpdate: { token: 'mocktoken1', name: 'nightly backup' },
  apiKeyDelete: { token_key: 'mocktoken1' },
  apiKeyAuthenticate: { username: 'admin', password: 'podyard-demo' },
  versionRead: undefined,
  sshKeyRead: undefined,
  importPlan: { url: 'http://maas.old.example:5240/MAAS/', key: 'a:b:c' },
  importApply: { url: 'http://maas.old.example:5240/MAAS/', key: 'a:b:c', trust: 'first_use' },
  exportRead: undefined,
  sessionRead: undefined,
  sessionCreate: { username: 'admin', password: 'podyard-demo' },
  setupComplete: { token: setupToken, username: 'root', password: 'long enough' },
  sessionDelete: undefined,
}

describe('every endpoint answers as the contract says', () => {
  test.each(Object.keys(inputs) as EndpointName[])('%s', async (name) => {
    if (name === 'setupComplete') db.users = []
    const call = client[name] as (input: unknown) => Promise<unknown>
    const endpoint: Endpoint = endpoints[name]
    if (endpoint.errors?.includes('not_available')) {
      await expect(call(inputs[name])).rejects.toMatchObject({ status: 501 })
      return
    }
    const output = await call(inputs[name])
    if (endpoint.response) expect(endpoint.response.parse(output)).toEqual(output)
    else expect(output).toBeUndefined()
  })

  test('and none is forgotten here', () => {
    expect(Object.keys(inputs).sort()).toEqual(Object.keys(endpoints).sort())
  })
})

test('whoever is not logged in is told so', async () => {
  const error = await client.podList().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ApiError)
  expect((error as ApiError).status).toBe(401)
})
