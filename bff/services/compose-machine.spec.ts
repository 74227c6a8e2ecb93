/** Composing on hosts made of memory, on each of the databases. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { composeSteps } from '../../contract/compose.ts'
import { AppError } from '../errors.ts'
import { createFleet, type Fleet } from '../fleet/fleet.ts'
import { createFakeHypervisor, type FakeHost, lostFault } from '../fleet/testing/fake-hypervisor.ts'
import { someHost, someMachine, somePod } from '../fleet/testing/some.ts'
import type { Call } from '../handlers.ts'
import { ComposeError } from '../hypervisor/compose/compose-error.ts'
import { createLog } from '../log.ts'
import { createProgress } from '../progress.ts'
import { createSecrets } from '../secrets.ts'
import type { NewPod } from '../store/pods.ts'
import { openStore, type Store } from '../store/store.ts'
import { soon } from '../testing/soon.ts'
import { peers, type Place } from '../testing/stores.ts'
import { composeMachine } from './compose-machine.ts'
import type { ComposeInput } from './compose-reserve.ts'
import { decomposeMachine } from './decompose-machine.ts'
import { deletePod } from './delete-pod.ts'
import { createLeftovers } from './leftovers.ts'

const clock = { now: () => new Date() }
const log = createLog('silent')
const secrets = createSecrets(Buffer.alloc(32, 7))
const call: Call = {
  user: { id: 1, username: 'ada', email: '', is_superuser: true },
  session: null,
  requestId: 'test',
  ip: '192.0.2.1',
  signal: new AbortController().signal,
  setCookie: () => {},
}

describe.each(peers.filter(({ available }) => available))('composing on $name', (peer) => {
  let place: Place
  let store: Store
  let fleet: Fleet
  let host: FakeHost
  let services: Parameters<typeof deletePod>[0]
  let id: number
  beforeEach(async () => {
    place = await peer.make()
    store = await openStore(place.location, clock)
    const hypervisor = createFakeHypervisor()
    host = hypervisor.add('qemu+ssh://admin@kvm.example/system', [someMachine(1)])
    fleet = createFleet({ store, hypervisor, secrets, clock, log })
    services = { store, fleet, secrets, clock, progress: createProgress() }
  })
  afterEach(async () => {
    await fleet.stop()
    await store.close()
    await place.remove()
  })

  const start = async (more: Partial<NewPod> = {}) => {
    const pod = await store.transaction((tx) =>
      tx.pods.create({ ...somePod, default_storage_pool: 'pool-default', ...more }),
    )
    id = pod?.id ?? 0
    await fleet.start()
    await expect.poll(() => fleet.connection(id) !== null, soon).toBe(true)
  }
  const compose = (input: Partial<ComposeInput> = {}) =>
    composeMachine(services, { id, ...input }, call)
  const machines = async () =>
    (await store.machines.ofPod(id)).filter((m) => m.domain_uuid !== 'uuid-1')
  const many = async (count: number, input: Partial<ComposeInput>) => {
    const results = await Promise.allSettled(Array.from({ length: count }, () => compose(input)))
    return {
      made: results.filter(({ status }) => status === 'fulfilled').length,
      refusals: results.flatMap((each) =>
        each.status === 'rejected' ? [each.reason as AppError] : [],
      ),
    }
  }
  const refusal = async (input: Partial<ComposeInput>) => {
    const error = await compose(input).catch((each: unknown) => each)
    if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error })
    return error
  }

  test('MAAS’s defaults, ready, with the pod’s zone and pool, and on the record', async () => {
    await start({ tags: ['rack-7'] })
    const systemId = await compose()
    const [machine] = await machines()
    expect(machine).toMatchObject({
      system_id: systemId,
      hostname: expect.stringMatching(/^[a-z]+-[a-z]+$/) as unknown,
      status: 4,
      creation: 'manual',
      cpu_count: 1,
      memory_mib: 2048,
      storage_bytes: 8e9,
      domain_state: 'shutoff',
      zone_id: 1,
      pool_id: 0,
      tags: ['rack-7', 'virtual'],
    })
    expect(machine?.disks).toMatchObject([{ name: 'vda', storage_pool: 'pool-default' }])
    expect(machine?.interfaces).toMatchObject([{ type: 'network', source: 'maas' }])
    expect((await store.audit.latest(1))[0]).toMatchObject({
      username: 'ada',
      action: 'machine.compose',
      detail: { hostname: machine?.hostname, cores: 1, memory: 2048, disks: [8e9] },
    })
  })

  test('fifty at once on a pod that fits ten make exactly ten', async () => {
    // 10 cores, of which the machine that was there has 2.
    await start({ cpu_over_commit_ratio: 1.5 })
    const { made, refusals } = await many(50, { cores: 1, memory: 1024, storage: 'root:0.1' })
    expect(made).toBe(10)
    expect(await machines()).toHaveLength(10)
    expect(host.machines).toHaveLength(11)
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['no_room']))
    expect(refusals[0]?.details.text).toBe(
      "Unable to compose KVM instance in 'some-pod'. CPU overcommit ratio is 1.5 and there are 0 available resources; 1 requested.",
    )
  })

  test('storage is never overcommitted, not even by those that are being made', async () => {
    // 70 GB are free.
    await start({ cpu_over_commit_ratio: 10, memory_over_commit_ratio: 10 })
    const { made, refusals } = await many(10, { storage: 'root:8,data:4' })
    expect(made).toBe(5)
    expect(refusals[0]?.message).toBe('Not enough space in default storage pool: default')
    expect((await refusal({ storage: 'root:10.1' })).code).toBe('no_room')
    await compose({ storage: 'root:10' })
  })

  test.each(composeSteps)(
    'what fails at the step %s leaves nothing, and its room is free',
    async (step) => {
      await start()
      host.onCompose = async () => {
        throw new ComposeError(
          step,
          { ...lostFault, code: 'libvirt_refused', message: 'No.' },
          false,
        )
      }
      const error = await refusal({ cores: 6, hostname: 'fresh' })
      expect([error.code, error.details.step]).toEqual(['libvirt_refused', step])
      expect(await machines()).toEqual([])
      expect(await store.reservations.list()).toEqual([])
      host.onCompose = async () => {}
      await compose({ cores: 6, hostname: 'fresh' })
    },
  )

  test('leftovers keep their row until the host was cleaned up', async () => {
    await start()
    host.onCompose = async (plan) => {
      host.machines.push(someMachine(2, { uuid: plan.uuid, name: plan.name }))
      throw new ComposeError('verify', lostFault, true)
    }
    await refusal({ hostname: 'half' })
    const [left] = await machines()
    expect(left).toMatchObject({ hostname: 'half', status: 2 })
    expect(left?.status_message).toMatch(/could not be made/)

    const leftovers = createLeftovers({ store, fleet, clock, log })
    host.onDecompose = async () => {
      throw new ComposeError('verify', lostFault, true)
    }
    await leftovers.look()
    expect(await machines()).toHaveLength(1)
    const volumes: string[] = []
    host.onDecompose = async (doomed) => {
      volumes.push(...doomed.volumes.map(({ volume }) => volume))
    }
    await leftovers.look()
    expect(await machines()).toEqual([])
    expect(volumes).toEqual([`half-${left?.domain_uuid.slice(0, 8)}-vda`])
    expect(host.machines.map(({ name }) => name)).toEqual(['vm-1'])
  })

  test('what a stopped server was making is found by the next', async () => {
    await start()
    const begun = Promise.withResolvers<undefined>()
    host.onCompose = () => {
      begun.resolve(undefined)
      return new Promise(() => {})
    }
    void compose({ hostname: 'half' })
    await begun.promise
    const later = { now: () => new Date(Date.now() + 60 * 60_000) }
    const next = createLeftovers({ store, fleet, clock: later, log })
    await next.start()
    await next.look()
    await next.stop()
    expect(await machines()).toEqual([])
    expect(host.calls.filter((each) => each.startsWith('decompose'))).toHaveLength(1)
  })

  test('a look at the host that began before it was made forgets nothing', async () => {
    await start()
    const connection = fleet.connection(id)
    const early = await connection?.discover()
    const systemId = await compose()
    const pod = await store.pods.byId(id)
    if (!early || !pod || !connection) throw new Error('There is a pod.')
    connection.discover = async () => early
    await fleet.refresh(pod, { trust: 'first_use', acceptFingerprint: null })
    expect((await machines()).map(({ system_id }) => system_id)).toEqual([systemId])
    expect(await store.reservations.list()).toMatchObject([{ state: 'made' }])
    connection.discover = async () => ({ host: someHost, machines: [...host.machines] })
    await fleet.refresh(pod, { trust: 'first_use', acceptFingerprint: null })
    expect(await machines()).toHaveLength(1)
    expect(await store.reservations.list()).toEqual([])
  })

  test.each<[Partial<ComposeInput>, string, string]>([
    [{ cores: 9 }, 'cores', 'Ensure this value is less than or equal to 8.'],
    [{ memory: 16_385 }, 'memory', 'Ensure this value is less than or equal to 16384.'],
    [{ cpu_speed: 2_401 }, 'cpu_speed', 'Ensure this value is less than or equal to 2400.'],
    [
      { architecture: 'vax' },
      'architecture',
      'Select a valid choice. vax is not one of the available choices.',
    ],
    [
      { zone: 99 },
      'zone',
      'Select a valid choice. That choice is not one of the available choices.',
    ],
    [
      { pool: 99 },
      'pool',
      'Select a valid choice. That choice is not one of the available choices.',
    ],
    [{ hostname: 'VM-1' }, 'hostname', 'Node with hostname "vm-1" already exists'],
    [{ storage: '8GB' }, 'storage', 'Malformed storage constraint, "8GB".'],
    [
      { interfaces: 'a:network=lan' },
      'interfaces',
      'This pod does not match the specified networks.',
    ],
    [{ pinned_cores: [8] }, 'pinned_cores', 'The host has the cores 0 to 7.'],
  ])('%j is refused by field', async (input, field, message) => {
    await start()
    const error = await refusal(input)
    expect([error.code, error.details.fieldErrors]).toEqual([
      'invalid_input',
      { [field]: [message] },
    ])
    expect(await machines()).toEqual([])
  })

  test('ratio 0 forbids every machine', async () => {
    await start({ memory_over_commit_ratio: 0 })
    expect((await refusal({ memory: 1024 })).code).toBe('no_room')
  })

  test('on a host that is away, nothing is kept', async () => {
    await start()
    host.fault = lostFault
    host.drop()
    await expect.poll(() => fleet.connection(id), soon).toBeNull()
    expect((await refusal({})).code).toBe('connection_lost')
    expect(await machines()).toEqual([])
  })

  test('decomposed, it is gone from host and store; a pod takes its own with it', async () => {
    await start()
    await compose({ hostname: 'one' })
    await compose({ hostname: 'two' })
    const [one] = await machines()
    if (!one) throw new Error('There is one.')
    host.onDecompose = async () => {
      throw new ComposeError('connect', lostFault, false)
    }
    await expect(decomposeMachine(services, one, call)).rejects.toThrow(AppError)
    await expect(deletePod(services, { id, decompose: true }, call)).rejects.toThrow(AppError)
    expect(await machines()).toHaveLength(2)
    host.onDecompose = async () => {}
    await decomposeMachine(services, one, call)
    expect(host.machines.map(({ name }) => name)).toEqual([
      'vm-1',
      one.hostname === 'one' ? 'two' : 'one',
    ])
    await deletePod(services, { id, decompose: true }, call)
    expect(host.machines.map(({ name }) => name)).toEqual(['vm-1'])
    expect(await store.pods.list()).toEqual([])
  })
})
