/** What SQL finds, orders and counts, against the rules in TypeScript that the mocks go by. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  domainStates,
  type MachineStatus,
  machineStatuses,
  powerOfDomain,
} from '../../contract/machine.ts'
import { type MachineSort, machineSorts } from '../../contract/machine-page.ts'
import { byNaturalOrder } from '../../contract/rules/natural-order.ts'
import { parseSearch } from '../../contract/rules/search.ts'
import { meetsSearch, type Searched } from '../../contract/rules/search-match.ts'
import { createTestClock } from '../testing/clock.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { peers, type Place } from '../testing/stores.ts'
import type { MachineQuery } from './machines.ts'
import { openStore, type Store } from './store.ts'

const zones = ['default', 'North side', 'zone10', 'zone2']
const pools = ['default', 'gpu_100%']
const users = ['', 'ada', 'Bob']
const statuses = Object.keys(machineStatuses).map((status) => Number(status) as MachineStatus)
const tagLists = [[], ['web'], ['Web', 'ssd'], ['a_b']]

const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('There is nothing to choose from.')
  return item
}

/** Sixty machines, no two alike; some say nothing of themselves. */
const machines = Array.from({ length: 60 }, (_, n): Searched => {
  const domain_state = at(domainStates, n)
  return {
    system_id: `m${String((n * 37) % 100).padStart(2, '0')}xyz`,
    hostname: `${at(['web', 'db-', 'ci2x'], n)}${n}`,
    mac_addresses: Array.from(
      { length: n % 3 },
      (__, m) => `52:54:00:0${m}:00:${10 + ((n * 7) % 60)}`,
    ),
    ip_addresses: Array.from({ length: n % 2 }, () => `172.16.99.${n}`),
    status: at(statuses, n),
    power_state: powerOfDomain[domain_state],
    locked: n % 5 === 0,
    owner: at(users, n >> 1),
    tags: ['virtual', ...at(tagLists, n)],
    pod: at(['kvm-10', 'kvm-2', 'Kvm-a'], n >> 2),
    zone: at(zones, n >> 1),
    pool: at(pools, n >> 3),
    architecture: at(['amd64/generic', 'arm64/generic'], n),
    cores: n % 7,
    memoryMiB: (n % 11) * 512,
    storageBytes: (n % 13) * 8e9,
  }
})

async function fill(store: Store): Promise<void> {
  const ids = new Map<string, number>()
  const remember = (kind: string, name: string, id: number | undefined) =>
    ids.set(`${kind} ${name}`, id ?? -1)
  for (const username of users.slice(1)) {
    const user = await store.users.create({
      username,
      email: '',
      password_hash: '',
      is_superuser: false,
    })
    remember('user', username, user?.id)
  }
  await store.transaction(async (tx) => {
    for (const name of zones) await tx.zones.create({ name, description: '' })
    for (const name of pools) await tx.resourcePools.create({ name, description: '' })
  })
  for (const { id, name } of await store.zones.list()) remember('zone', name, id)
  for (const { id, name } of await store.resourcePools.list()) remember('pool', name, id)
  for (const name of new Set(machines.map(({ pod }) => pod))) {
    remember('pod', name, await addPodRow(store, { name }))
  }
  const idOf = (kind: string, name: string) => ids.get(`${kind} ${name}`) ?? -1
  for (const [n, machine] of machines.entries()) {
    await addMachineRow(store, idOf('pod', machine.pod), machine.system_id, {
      hostname: machine.hostname,
      status: machine.status,
      domain_state: at(domainStates, n),
      locked: machine.locked,
      owner_id: machine.owner === '' ? null : idOf('user', machine.owner),
      tags: [...machine.tags],
      ip_addresses: [...machine.ip_addresses],
      zone_id: idOf('zone', machine.zone),
      pool_id: idOf('pool', machine.pool),
      architecture: machine.architecture,
      cpu_count: machine.cores,
      memory_mib: machine.memoryMiB,
      storage_bytes: machine.storageBytes,
      disks: Array.from({ length: n % 3 }, (_, disk) => ({
        name: `vd${disk}`,
        size: 1e9,
        source: null,
        storage_pool: null,
        bus: null,
      })),
      interfaces: machine.mac_addresses.map((mac_address) => ({
        name: 'eth0',
        mac_address,
        type: 'network',
        source: 'maas',
        model: null,
      })),
    })
  }
}

const order = { by: 'fqdn', descending: false } as const
const all = { order, limit: 1000, offset: 0 }

describe.each(peers.filter((peer) => peer.available))('pages of machines on $name', (peer) => {
  let place: Place
  let store: Store
  beforeAll(async () => {
    place = await peer.make()
    store = await openStore(place.location, createTestClock())
    await fill(store)
  })
  afterAll(async () => {
    await store.close()
    await place.remove()
  })

  const found = async (query: MachineQuery) => new Set(await store.machinePages.ids(query, all))
  const expected = (isMet: (machine: Searched) => boolean) =>
    new Set(machines.filter(isMet).map(({ system_id }) => system_id))

  test.each([
    'web',
    'WEB1',
    '!web',
    'web1.maas -ssd',
    '00:01:00',
    'ada',
    'kvm-1',
    '"north s"',
    'a_b',
    '100%',
    '"\\"',
    '%',
    '_',
    ',',
    'deploy',
    'name:web,db',
    '!name:=web0',
    '172.16.99.1',
    'ip:99.3,"99.5"',
    'ip:=172.16.99.5',
    '!ip:172',
    'mac:=52:54:00:01:00:24',
    'mac:00:1,00:3 arch:AMD64',
    'status:ready,11 -locked:yes',
    '!status:ready',
    'power:on,unknown',
    'owner:ADA',
    'owner:"",bob',
    '!owner:ada',
    'tag:web',
    '!tag:Web',
    'pod:KVM-A,kvm-2 zone:"north side"',
    'pool:gpu_100%',
    'id:m37xyz',
    'cores:>=3',
    '!cores:<3',
    'mem:<=1GiB',
    'mem:1.5GiB',
    'storage:>20GB storage:<60',
    'web status:ready,deployed,new power:on !owner:"" mem:>=512',
  ])('search for %s', async (text) => {
    const parsed = parseSearch(text)
    if (!parsed.ok) throw new Error(parsed.message)
    const { terms } = parsed
    expect(await found({ search: terms })).toEqual(
      expected((machine) => meetsSearch(machine, terms)),
    )
  })

  const filters: [MachineQuery, (machine: Searched) => boolean][] = [
    [{ statuses: [4, 8] }, ({ status }) => status === 4 || status === 8],
    [{ powerStates: ['off'] }, ({ power_state }) => power_state === 'off'],
    [{ owners: ['', 'ada'] }, ({ owner }) => owner !== 'Bob'],
    [{ tags: ['Web', 'a_b'] }, ({ tags }) => tags.includes('Web') || tags.includes('a_b')],
    [
      { podNames: ['Kvm-a'], zones: ['zone2'] },
      ({ pod, zone }) => pod === 'Kvm-a' && zone === 'zone2',
    ],
    [{ podIds: [1], podNames: ['nowhere'] }, ({ pod }) => pod === machines[0]?.pod],
  ]
  test.each(filters)('filter by %j', async (query, isMet) => {
    const wanted = expected(isMet)
    expect(wanted.size).toBeGreaterThan(0)
    expect(await found(query)).toEqual(wanted)
    expect(await store.machinePages.count(query)).toBe(wanted.size)
  })

  const unknown = (value: string | number) => (value === '' || value === 0 ? null : value)
  const valueOf: Record<
    Exclude<MachineSort, 'disks'>,
    (machine: Searched) => string | number | null
  > = {
    fqdn: ({ hostname }) => hostname,
    mac: ({ mac_addresses }) => unknown(mac_addresses.join(' ')),
    power: ({ power_state }) => power_state,
    status: ({ status }) => machineStatuses[status],
    owner: ({ owner }) => unknown(owner),
    pod: ({ pod }) => pod,
    zone: ({ zone }) => zone,
    pool: ({ pool }) => pool,
    cores: ({ cores }) => unknown(cores),
    ram: ({ memoryMiB }) => unknown(memoryMiB),
    storage: ({ storageBytes }) => unknown(storageBytes),
  }

  test.each(machineSorts.filter((by) => by !== 'disks'))('order by %s', async (by) => {
    const byId = new Map(machines.map((machine) => [machine.system_id, machine]))
    for (const descending of [false, true]) {
      const ids = await store.machinePages.ids({}, { ...all, order: { by, descending } })
      expect(ids).toHaveLength(machines.length)
      const values = ids.map((id) => {
        const machine = byId.get(id)
        return machine ? valueOf[by](machine) : undefined
      })
      const known = values.filter((value) => value !== null)
      // What is unknown comes last, either way.
      expect(values.slice(0, known.length)).toEqual(known)
      const sorted = known.toSorted((a, b) =>
        typeof a === 'number' && typeof b === 'number'
          ? a - b
          : byNaturalOrder(String(a), String(b)),
      )
      expect(known).toEqual(descending ? sorted.toReversed() : sorted)
    }
  })

  test('by the number of disks', async () => {
    const page = { ...all, order: { by: 'disks', descending: true } as const }
    const lines = await store.machinePages.page({}, page)
    const counts = lines.map(({ disks }) => disks.length)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  })

  test('pages are parts of the whole, in order', async () => {
    const whole = (await store.machinePages.page({}, all)).map(({ hostname }) => hostname)
    expect(whole).toEqual(machines.map(({ hostname }) => hostname).sort(byNaturalOrder))
    const page = await store.machinePages.page({}, { ...all, limit: 7, offset: 21 })
    expect(page.map(({ hostname }) => hostname)).toEqual(whole.slice(21, 28))
    expect(await store.machinePages.page({}, { ...all, offset: 60 })).toEqual([])
  })

  test('a line tells what its row shows', async () => {
    const [line] = await store.machinePages.page({ hostnames: ['ci2x5'] }, all)
    expect(line).toMatchObject({
      system_id: machines[5]?.system_id,
      owner: 'Bob',
      macs: machines[5]?.mac_addresses,
      tags: ['virtual', 'web'],
      pod: machines[5]?.pod,
      zone: 'zone10',
      locked: true,
      connection: { state: 'unreachable' },
    })
  })

  test('values are counted under all filters but their own', async () => {
    const counted = (
      of: (machine: Searched) => readonly string[],
      isMet: (machine: Searched) => boolean,
    ) => {
      const counts = new Map<string, number>()
      for (const value of machines.filter(isMet).flatMap(of)) {
        counts.set(value, (counts.get(value) ?? 0) + 1)
      }
      return [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => byNaturalOrder(a.value, b.value))
    }
    const isOff = ({ power_state }: Searched) => power_state === 'off'
    const isAda = ({ owner }: Searched) => owner === 'ada'
    const both = (machine: Searched) => isOff(machine) && isAda(machine)
    const facets = await store.machinePages.facets({ powerStates: ['off'], owners: ['ada'] })
    expect(facets).toEqual({
      pod: counted(({ pod }) => [pod], both),
      zone: counted(({ zone }) => [zone], both),
      pool: counted(({ pool }) => [pool], both),
      power_state: counted(({ power_state }) => [power_state], isAda),
      status: counted(({ status }) => [machineStatuses[status]], both),
      owner: counted(({ owner }) => [owner], isOff),
      tag: counted(({ tags }) => tags, both),
    })
  })
})
