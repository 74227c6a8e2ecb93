import { expect, test } from 'vitest'
import type { NetworkInterface } from '../../contract/machine.ts'
import { rhythm } from './live.ts'
import { addPod, fleet, hypervisor, pass, store } from './testing/fleet-setup.ts'
import { someMachine } from './testing/some.ts'

const nic = (mac_address: string): NetworkInterface => ({
  name: 'eth0',
  mac_address,
  type: 'network',
  source: 'default',
  model: 'virtio',
})
const [first, second] = ['52:54:00:00:00:01', '52:54:00:00:00:02']

test('addresses follow what networks give out, and go with the power', async () => {
  const host = hypervisor.add('a', [
    someMachine(1, { state: 'running', interfaces: [nic(first)] }),
    someMachine(2, { interfaces: [nic(second)] }),
  ])
  host.addresses = new Map([
    [first, ['192.168.122.5', 'fd00::5']],
    [second, ['192.168.122.6']],
    ['52:54:00:00:00:03', ['192.168.122.7']],
  ])
  const id = await addPod('a')
  const addresses = async () =>
    (await store.machines.ofPod(id))
      .toSorted((a, b) => (a.hostname < b.hostname ? -1 : 1))
      .map(({ ip_addresses }) => ip_addresses)
  await fleet.start()
  await pass()
  expect(await addresses()).toEqual([['192.168.122.5', 'fd00::5'], []])

  host.change('uuid-2', { state: 'running' })
  await pass()
  expect(await addresses()).toEqual([['192.168.122.5', 'fd00::5'], ['192.168.122.6']])

  host.change('uuid-1', { state: 'shutoff' })
  await pass()
  expect(await addresses()).toEqual([[], ['192.168.122.6']])

  host.addresses = new Map([[second, ['192.168.122.60']]])
  await pass(rhythm.pulse)
  expect(await addresses()).toEqual([[], ['192.168.122.60']])

  const [, since] = (await store.machines.ofPod(id)).map(({ updated_at }) => updated_at)
  await pass(rhythm.pulse)
  expect((await store.machines.ofPod(id)).map(({ updated_at }) => updated_at)[1]).toBe(since)
})
