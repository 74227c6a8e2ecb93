import { describe, expect, test, vi } from 'vitest'
import { someFault } from '../fleet/testing/fake-hypervisor.ts'
import { HostError } from '../hypervisor/host-error.ts'
import { pass } from '../fleet/testing/fleet-setup.ts'
import { ada, audited, eve, host, machines, rowOf } from './testing/machine-setup.ts'

describe('allocating', () => {
  const allocate = (input: Parameters<typeof machines.machineAllocate>[0], call = eve) =>
    machines.machineAllocate(input, call)

  test('takes the smallest that meets what is asked for, and no running one that was found', async () => {
    host.change('uuid-1', { memoryMiB: 4096 })
    await vi.waitFor(async () => {
      await pass()
      expect((await rowOf('uuid-1'))?.memory_mib).toBe(4096)
    })
    const taken = await allocate({ mem: 1024, agent_name: 'ci', comment: 'mine' })
    expect(taken).toMatchObject({ hostname: 'vm-1', owner: 'eve', status_name: 'Allocated' })
    expect(await rowOf('uuid-1')).toMatchObject({ agent_name: 'ci' })
    expect(await audited()).toEqual([['machine.allocate', { hostname: 'vm-1', comment: 'mine' }]])
    await expect(allocate({ dry_run: true })).rejects.toMatchObject({ code: 'no_machine' })
    expect(await allocate({ name: 'vm-2.maas' })).toMatchObject({ owner: 'eve' })
  })

  test('of two at once for one machine, one gets it', async () => {
    const results = await Promise.allSettled([
      allocate({ name: 'vm-1' }),
      allocate({ name: 'vm-1' }, ada),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a dry run takes none', async () => {
    expect(await allocate({ dry_run: true })).toMatchObject({ hostname: 'vm-1', owner: '' })
    expect((await rowOf('uuid-1'))?.status).toBe(4)
  })

  test('composes one where there is none; it is deleted with its release', async () => {
    const made = await allocate({ mem: 2048, cpu_count: 2, storage: 'root:5' })
    expect(made).toMatchObject({
      owner: 'eve',
      status_name: 'Allocated',
      cpu_count: 2,
      memory: 2048,
      podyard: { creation: 'dynamic' },
    })
    const { domain_uuid } = made.podyard
    expect(host.machines.some(({ uuid }) => uuid === domain_uuid)).toBe(true)
    await machines.machineRelease({ system_id: made.system_id }, eve)
    await vi.waitFor(async () => {
      await pass()
      expect(await rowOf(domain_uuid)).toBeUndefined()
    })
    expect(host.machines.some(({ uuid }) => uuid === domain_uuid)).toBe(false)
  })

  test('says in MAAS’s words that there is none, and why each pod cannot', async () => {
    await expect(allocate({ mem: 99_999, tags: ['virtual'] })).rejects.toMatchObject({
      code: 'no_machine',
      message: expect.stringMatching(/mem=99999 tags=virtual\nqemu\+ssh:.+16384/),
      details: { text: 'No available machine matches constraints: mem=99999 tags=virtual' },
    })
    await expect(allocate({ name: 'nobody' })).rejects.toMatchObject({
      message: 'No available machine matches constraints: name=nobody',
    })
    await expect(
      allocate({ zone: 'nowhere', subnets: ['10.0.0.0/8'], storage: '8GB' }),
    ).rejects.toMatchObject({
      details: {
        fieldErrors: {
          zone: ["No such zone: 'nowhere'."],
          subnets: ['Podyard knows no subnets.'],
          storage: ['Malformed storage constraint, "8GB".'],
        },
      },
    })
  })
})

describe('deleting what was composed', () => {
  test('destroys it on its host', async () => {
    const { system_id, podyard } = await machines.machineAllocate({ mem: 2048 }, ada)
    await machines.machineDelete({ system_id }, ada)
    expect(await rowOf(podyard.domain_uuid)).toBeUndefined()
    expect(host.machines.map(({ name }) => name)).toEqual(['vm-1', 'vm-2'])
  })

  test('that the host does not do leaves it, with the reason', async () => {
    const { system_id } = await machines.machineAllocate({ mem: 2048 }, ada)
    host.onDecompose = async () => {
      throw new HostError({ ...someFault, message: 'Busy.' })
    }
    await expect(machines.machineDelete({ system_id }, ada)).rejects.toMatchObject({
      message: 'Busy.',
    })
    expect((await machines.machineRead({ system_id }, ada)).status_name).toBe('Allocated')
  })
})
