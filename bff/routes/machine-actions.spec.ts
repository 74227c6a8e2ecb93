/** Everything that is done to machines, on hosts made of memory; `machine-life-real-host.spec.ts` has real ones. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Machine } from '../../contract/machine.ts'
import { softOffLimitMs } from '../services/machine-power.ts'
import { endInterrupted } from '../services/machine-abort.ts'
import { refreshPod } from '../services/refresh-pod.ts'
import { createProgress } from '../progress.ts'
import { someFault } from '../fleet/testing/fake-hypervisor.ts'
import { clock, fleet, pass, secrets, store } from '../fleet/testing/fleet-setup.ts'
import {
  ada,
  audited,
  becomes,
  eve,
  host,
  machines,
  off,
  on,
  podId,
  rowOf,
  set,
} from './testing/machine-setup.ts'

describe('power', () => {
  test('is switched on the host, and the answer tells so', async () => {
    const started = await machines.machinePowerOn({ ...(await off()), comment: 'now' }, ada)
    expect(Machine.parse(started)).toEqual(started)
    expect(started.power_state).toBe('on')
    const stopped = await machines.machinePowerOff(await off(), ada)
    expect(stopped.power_state).toBe('off')
    expect(host.calls.filter((call) => /^o(n|ff)/.test(call))).toEqual(['on uuid-1', 'off uuid-1'])
    expect(await audited()).toEqual([
      ['machine.power_off', { hostname: 'vm-1', stop_mode: 'hard' }],
      ['machine.power_on', { hostname: 'vm-1', comment: 'now' }],
    ])
  })

  test('softly: a guest that does not listen is told of once', async () => {
    host.deaf = true
    const input = { ...(await on()), stop_mode: 'soft' as const }
    expect((await machines.machinePowerOff(input, ada)).power_state).toBe('on')
    await pass(softOffLimitMs)
    await vi.waitFor(async () => {
      await pass()
      expect(await audited()).toEqual([
        ['machine.power_off', { hostname: 'vm-2', failed: expect.stringContaining('does not') }],
        ['machine.power_off', { hostname: 'vm-2', stop_mode: 'soft' }],
      ])
    })
    // Whoever then pulls the plug need not be told.
    host.deaf = false
    await machines.machinePowerOff(input, ada)
    await pass(softOffLimitMs)
    expect(await audited()).toHaveLength(3)
  })

  test('of two at once one wins', async () => {
    const gate = Promise.withResolvers<void>()
    host.onPower = () => gate.promise
    const id = await off()
    const first = machines.machinePowerOn(id, ada)
    await pass()
    await expect(machines.machinePowerOff(id, ada)).rejects.toMatchObject({
      code: 'wrong_state',
      message: 'vm-1 is just being powered on. Wait until that is done.',
    })
    gate.resolve()
    expect((await first).power_state).toBe('on')
    expect((await machines.machinePowerOff(id, ada)).power_state).toBe('off')
  })

  test('that the host refuses changes nothing, and is told with its cause', async () => {
    host.powerFault = { ...someFault, code: 'libvirt_refused', message: 'No memory.' }
    await expect(machines.machinePowerOn(await off(), ada)).rejects.toMatchObject({
      code: 'libvirt_refused',
      message: 'No memory.',
      details: { fix: someFault.fix },
    })
    expect(await audited()).toEqual([
      ['machine.power_on', { hostname: 'vm-1', failed: 'No memory.' }],
    ])
    expect((await rowOf('uuid-1'))?.domain_state).toBe('shutoff')
  })

  test('of a host that is away is refused with its cause, and nothing changes', async () => {
    host.fault = someFault
    host.drop()
    await vi.waitFor(async () => {
      await pass(1000)
      expect((await store.pods.byId(podId))?.connection.problem?.code).toBe('tcp_refused')
    })
    const before = await store.machines.list()
    for (const call of [machines.machinePowerOn, machines.machineCommission]) {
      await expect(call(await off(), ada)).rejects.toMatchObject({
        code: 'tcp_refused',
        message: expect.stringContaining(someFault.message),
      })
    }
    const release = machines.machineRelease
    await set('uuid-2', { status: 10, owner_id: 1 })
    await expect(release(await on(), ada)).rejects.toMatchObject({ code: 'tcp_refused' })
    await set('uuid-2', { status: 4, owner_id: null })
    const same = before.map((row) => Object.assign(row, { updated_at: expect.any(String) }))
    expect(await store.machines.list()).toEqual(same)
    expect(await audited()).toEqual([])
  })

  test('is for whoever holds the machine', async () => {
    await expect(machines.machinePowerOn(await off(), eve)).rejects.toMatchObject({
      code: 'wrong_state',
      message: "Can't start node: it hasn't been allocated.",
    })
    await set('uuid-1', { owner_id: 2, status: 10 })
    expect((await machines.machinePowerOn(await off(), eve)).power_state).toBe('on')
    await expect(
      machines.machinePowerOn({ ...(await off()), user_data: 'I2Nsb3Vk' }, eve),
    ).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('commissioning', () => {
  test('reads the host anew, and ends in Ready', async () => {
    await set('uuid-1', { cpu_count: 99, status: 2, status_message: 'once' })
    const begun = await machines.machineCommission(await off(), ada)
    expect(['Commissioning', 'Ready']).toContain(begun.status_name)
    await becomes('uuid-1', 4)
    expect(await rowOf('uuid-1')).toMatchObject({ status_message: '', previous_status: null })
    expect(host.calls).not.toContain('on uuid-1')
  })

  test('fails with the reason', async () => {
    host.change('uuid-1', { architecture: '' })
    await machines.machineCommission(await off(), ada)
    await becomes('uuid-1', 2)
    expect((await rowOf('uuid-1'))?.status_message).toBe(
      'The host does not tell the architecture of vm-1.',
    )
    expect(await audited()).toContainEqual([
      'machine.commission',
      { hostname: 'vm-1', failed: 'The host does not tell the architecture of vm-1.' },
    ])
  })

  test('runs no scripts', async () => {
    const input = { ...(await off()), testing_scripts: 'smartctl-validate' }
    await expect(machines.machineCommission(input, ada)).rejects.toMatchObject({
      details: { fieldErrors: { testing_scripts: [expect.stringContaining('no scripts')] } },
    })
    await machines.machineCommission({ ...(await off()), testing_scripts: 'none' }, ada)
    await becomes('uuid-1', 4)
  })
})

describe('releasing', () => {
  beforeEach(async () => {
    const held = { owner_id: 2, status: 6, owner_data: { a: 'b' }, agent_name: 'x' } as const
    await set('uuid-1', held)
    await set('uuid-2', held)
  })

  test('of one that is off is done at once', async () => {
    expect(await machines.machineRelease(await off(), eve)).toMatchObject({
      status_name: 'Ready',
      owner: '',
      owner_data: {},
    })
    expect(host.calls).not.toContain('off uuid-1')
    // Once more is no mistake.
    expect((await machines.machineRelease(await off(), ada)).status_name).toBe('Ready')
    expect(await audited()).toHaveLength(1)
  })

  test('of one that is on powers it off first', async () => {
    await machines.machineRelease({ ...(await on()), comment: 'done' }, eve)
    await becomes('uuid-2', 4)
    expect(await rowOf('uuid-2')).toMatchObject({
      domain_state: 'shutoff',
      owner_id: null,
      owner_data: {},
      agent_name: '',
    })
  })

  test('with erase, of one that is off too; never in half', async () => {
    await expect(
      machines.machineRelease({ ...(await off()), erase: true, quick_erase: true }, eve),
    ).rejects.toMatchObject({ code: 'invalid_input' })
    await machines.machineRelease({ ...(await off()), erase: true, secure_erase: true }, eve)
    await becomes('uuid-1', 4)
    expect(host.calls).toContain('erase uuid-1')
  })

  test('that the host refuses is told, and can be tried again', async () => {
    host.powerFault = { ...someFault, message: 'It hangs.' }
    await machines.machineRelease(await on(), eve)
    await becomes('uuid-2', 13)
    expect(await rowOf('uuid-2')).toMatchObject({ owner_id: 2, status_message: 'It hangs.' })
    host.powerFault = null
    await machines.machineRelease(await on(), eve)
    await becomes('uuid-2', 4)
  })

  test('can be aborted', async () => {
    const gate = Promise.withResolvers<void>()
    host.onPower = () => gate.promise
    expect((await machines.machineRelease(await on(), eve)).status_name).toBe('Releasing')
    const aborting = machines.machineAbort({ ...(await on()), comment: 'no' }, eve)
    await becomes('uuid-2', 13)
    gate.resolve()
    const aborted = await aborting
    expect(aborted).toMatchObject({ status_message: 'Aborted by eve.', owner: 'eve' })
    expect((await rowOf('uuid-2'))?.status).toBe(13)
  })

  test('that was interrupted by the end of Podyard has failed', async () => {
    await set('uuid-1', { status: 12 })
    await set('uuid-2', { status: 1, previous_status: 4 })
    await endInterrupted(store)
    expect((await rowOf('uuid-1'))?.status).toBe(13)
    expect(await rowOf('uuid-2')).toMatchObject({
      status: 2,
      status_message: 'Podyard was restarted meanwhile.',
    })
  })
})

describe('marks', () => {
  test('a broken machine is what it was when it is fixed, where somebody holds it', async () => {
    await set('uuid-1', { owner_id: 2, status: 6 })
    const marked = await machines.machineMarkBroken({ ...(await off()), comment: 'Smoke' }, eve)
    expect(marked).toMatchObject({
      status_name: 'Broken',
      status_message: 'Smoke',
      owner: 'eve',
    })
    expect((await machines.machineMarkFixed(await off(), ada)).status_name).toBe('Deployed')
    await machines.machineMarkBroken(await on(), ada)
    expect(await machines.machineMarkFixed(await on(), ada)).toMatchObject({
      status_name: 'Ready',
      status_message: '',
    })
  })

  test('a lock keeps everything off', async () => {
    expect((await machines.machineLock(await on(), ada)).locked).toBe(true)
    const locked = { code: 'locked', message: 'vm-2 is locked. Unlock it first.' }
    for (const attempt of [
      machines.machinePowerOff(await on(), ada),
      machines.machineUpdate({ ...(await on()), description: 'x' }, ada),
      machines.machineDelete(await on(), ada),
    ]) {
      await expect(attempt).rejects.toMatchObject(locked)
    }
    expect((await machines.machineUnlock(await on(), ada)).locked).toBe(false)
    expect((await machines.machinePowerOff(await on(), ada)).power_state).toBe('off')
  })
})

describe('deleting what was there before', () => {
  const refresh = () =>
    refreshPod({ store, fleet, secrets, clock, progress: createProgress() }, { id: podId }, ada)

  test('forgets it until its pod is refreshed', async () => {
    const { system_id } = await on()
    await machines.machineDelete({ system_id }, ada)
    expect(await rowOf('uuid-2')).toBeUndefined()
    host.change('uuid-2', { memoryMiB: 2048 })
    host.tell({ kind: 'network' })
    await pass(400)
    await vi.waitFor(() => expect(host.calls.filter((each) => each === 'discover')).toHaveLength(2))
    await pass()
    expect(await rowOf('uuid-2')).toBeUndefined()
    await refresh()
    expect(await rowOf('uuid-2')).toMatchObject({ memory_mib: 2048, domain_state: 'running' })
    expect(host.calls).not.toContain('off uuid-2')
  })

  test('a domain that was undefined meanwhile comes back as any other', async () => {
    await machines.machineDelete(await on(), ada)
    const [first] = host.machines
    const all = host.machines
    host.machines = first ? [first] : []
    host.tell({ kind: 'network' })
    await vi.waitFor(async () => {
      await pass(400)
      expect(await store.forgotten.ofPod(podId)).toEqual(new Set())
    })
    host.machines = all
    host.tell({ kind: 'machine', uuid: 'uuid-2' })
    await vi.waitFor(async () => {
      await pass()
      expect(await rowOf('uuid-2')).toBeDefined()
    })
  })

  test('is for admins', async () => {
    await expect(machines.machineDelete(await on(), eve)).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

test('what is not there yet says so, after everything else that is wrong', async () => {
  await expect(machines.machineDeploy(await off(), eve)).rejects.toMatchObject({
    code: 'not_available',
  })
  await expect(
    machines.machineDeploy({ ...(await off()), install_kvm: true }, eve),
  ).rejects.toMatchObject({ code: 'forbidden' })
  await set('uuid-1', { status: 0 })
  await expect(machines.machineDeploy(await off(), ada)).rejects.toMatchObject({
    code: 'wrong_state',
    message: "Can't deploy a machine that is in the 'New' state",
  })
  await expect(machines.machineTest(await on(), ada)).rejects.toMatchObject({
    code: 'not_available',
  })
})
