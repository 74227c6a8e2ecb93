import { expect, test } from 'vitest'
import type { DomainState } from '../../contract/machine.ts'
import type { HostCounters, MachineCounters, Pulse } from '../hypervisor/port.ts'
import { createRates } from './rates.ts'

const unknown: MachineCounters = {
  cpuNs: null,
  residentKiB: null,
  readBytes: null,
  writtenBytes: null,
  receivedBytes: null,
  sentBytes: null,
}
const silent: HostCounters = { cpu: null, usedMemoryKiB: null }

const pulse = (
  machines: Record<string, Partial<MachineCounters>>,
  host = silent,
  state: DomainState = 'running',
): Pulse => ({
  host,
  storagePools: [],
  machines: Object.entries(machines).map(([uuid, counters]) => ({
    uuid,
    name: uuid,
    state,
    memoryMiB: 1,
    diskBytes: null,
    counters: { ...unknown, ...counters },
  })),
})

/** Looks 10 s apart at machines of two cores; answers the last sample. */
const look = (...pulses: Pulse[]) => {
  const rates = createRates()
  const samples = pulses.map((felt, index) => rates(felt, () => 2, index * 10_000))
  const last = samples.at(-1)
  if (!last) throw new Error('no look')
  return last
}

const gibi = 1024 ** 2

test('two looks make rates', () => {
  const { machines } = look(
    pulse({ a: { cpuNs: 0, residentKiB: gibi, receivedBytes: 100, sentBytes: 0 } }),
    pulse({ a: { cpuNs: 5e9, residentKiB: 2 * gibi, receivedBytes: 1_100, sentBytes: 0 } }),
  )
  expect(machines.get('a')).toEqual({
    cpu_percent: 25,
    memory_mib: 2_048,
    disk_read_bytes_per_second: null,
    disk_write_bytes_per_second: null,
    network_receive_bytes_per_second: 100,
    network_transmit_bytes_per_second: 0,
  })
})

test('one look tells what needs no other', () => {
  const { machines } = look(pulse({ a: { cpuNs: 7e9, residentKiB: gibi, sentBytes: 5 } }))
  expect(machines.get('a')).toMatchObject({
    cpu_percent: null,
    memory_mib: 1_024,
    network_transmit_bytes_per_second: null,
  })
})

test('a counter that went back is unknown, and counts from there on', () => {
  const restarted = [pulse({ a: { cpuNs: 9e9 } }), pulse({ a: { cpuNs: 1e9 } })]
  expect(look(...restarted).machines.get('a')?.cpu_percent).toBeNull()
  expect(look(...restarted, pulse({ a: { cpuNs: 2e9 } })).machines.get('a')?.cpu_percent).toBe(5)
})

test('a machine that is off is not there, and begins anew', () => {
  const on = pulse({ a: { cpuNs: 1e9 } })
  const down = pulse({ a: { cpuNs: 0 } }, silent, 'shutoff')
  expect(look(on, down).machines.size).toBe(0)
  expect(look(on, down, on).machines.get('a')?.cpu_percent).toBeNull()
})

test('disks keep their rate until they are asked for again', () => {
  const at = (readBytes: number | null) =>
    pulse({ a: { cpuNs: 0, readBytes, writtenBytes: readBytes === null ? null : 0 } })
  const rateAfter = (...reads: (number | null)[]) =>
    look(...reads.map(at)).machines.get('a')?.disk_read_bytes_per_second
  expect(rateAfter(0, null)).toBeNull()
  expect(rateAfter(0, null, 2_000)).toBe(100)
  expect(rateAfter(0, null, 2_000, null)).toBe(100)
  expect(rateAfter(0, null, 2_000, null, 2_000)).toBe(0)
})

test('the host is as busy as it says, and moves what its machines move together', () => {
  const cpu = (busyNs: number, totalNs: number): HostCounters => ({
    cpu: { busyNs, totalNs },
    usedMemoryKiB: 4 * gibi,
  })
  const { host } = look(
    pulse({ a: { cpuNs: 0, sentBytes: 0 }, b: { cpuNs: 0, sentBytes: 0 } }, cpu(10, 100)),
    pulse({ a: { cpuNs: 0, sentBytes: 50 }, b: { cpuNs: 0, sentBytes: 30 } }, cpu(40, 200)),
  )
  expect(host).toEqual({
    cpu_percent: 30,
    memory_mib: 4_096,
    disk_read_bytes_per_second: null,
    disk_write_bytes_per_second: null,
    network_receive_bytes_per_second: null,
    network_transmit_bytes_per_second: 8,
  })
})

test('a host on which nothing runs moves nothing; what it does not tell stays unknown', () => {
  expect(look(pulse({}), pulse({})).host).toEqual({
    cpu_percent: null,
    memory_mib: null,
    disk_read_bytes_per_second: 0,
    disk_write_bytes_per_second: 0,
    network_receive_bytes_per_second: 0,
    network_transmit_bytes_per_second: 0,
  })
})
