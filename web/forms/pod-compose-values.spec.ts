import { expect, test } from 'vitest'
import { parseInterfaces, parseStorage } from '../../contract/rules/constraints.ts'
import { somePod } from './testing/some-pod.ts'
import {
  composeDefaults,
  composeSize,
  type ComposeValues,
  newDisk,
  toPodCompose,
} from './pod-compose-values.ts'

const pod = somePod()
const values = (more: Partial<ComposeValues> = {}): ComposeValues => ({
  ...composeDefaults(pod),
  ...more,
})

test('nothing typed says no more than the disk that is shown', () => {
  expect(toPodCompose(pod, values())).toEqual({ storage: 'root:8' })
  expect(composeSize(pod, values())).toEqual({
    cores: 1,
    memoryMiB: 2048,
    disks: [{ label: 'root', bytes: 8e9, tags: [] }],
  })
})

test('zone and pool are said where they differ from the pod’s', () => {
  const { zone, pool } = toPodCompose(pod, values({ zone: '2', pool: '0' }))
  expect({ zone, pool }).toEqual({ zone: 2, pool: undefined })
})

test('the disk to boot from comes first, whichever row it is', () => {
  const { storage } = toPodCompose(
    pod,
    values({
      disk_rows: [
        { ...newDisk, capacity: '100', tags: 'slow, big' },
        { ...newDisk, capacity: '8.5' },
      ],
      boot: 1,
    }),
  )
  expect(storage).toBe('root:8.5,data1:100(slow,big)')
})

test('a location is a tag; the UUID where the name would break the grammar', () => {
  const [, odd] = pod.podyard.storage_pools
  expect(odd?.name).toBe('my, pool')
  const rows = pod.podyard.storage_pools.map(({ id }) => ({ ...newDisk, location: id }))
  const { storage = '' } = toPodCompose(pod, values({ disk_rows: rows }))
  expect(storage).toBe('root:8(images),data1:8(uuid-odd)')
  expect(parseStorage(storage).ok).toBe(true)
})

test('an interface says what its kind asks for', () => {
  const row = { network: 'maas', bridge: 'br0', device: 'eno1', mac: '' }
  const { interfaces = '' } = toPodCompose(
    pod,
    values({
      interface_rows: [
        { ...row, kind: 'network', mac: '52:54:00:AA:00:01' },
        { ...row, kind: 'bridge' },
        { ...row, kind: 'macvtap' },
        { ...row, kind: 'macvtap vepa' },
      ],
    }),
  )
  expect(interfaces).toBe(
    'eth0:network=maas,mac=52:54:00:aa:00:01;eth1:bridge=br0;eth2:macvtap=eno1;eth3:macvtap=eno1,mode=vepa',
  )
  expect(parseInterfaces(interfaces).ok).toBe(true)
})

test('pinned cores take the place of their number', () => {
  const pinned = values({ cores: '7', pinned_cores: '0-2, 8' })
  expect(composeSize(pod, pinned)?.cores).toBe(4)
  expect(toPodCompose(pod, pinned)).toEqual({ storage: 'root:8', pinned_cores: '0-2, 8' })
})

test.each([
  { cores: 'two' },
  { memory: '1.5' },
  { pinned_cores: '3-1' },
  { disk_rows: [{ ...newDisk, capacity: '' }] },
])('%j has no size', (more) => {
  expect(composeSize(pod, values(more))).toBeNull()
})
