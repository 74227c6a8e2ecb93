import { expect, test } from 'vitest'
import { openLab } from '../lab/lab.ts'
import { run } from '../lab/processes.ts'
import { demoHosts, demoResourcePools, demoZones, hostXml } from './hosts.ts'
import { startSimulator } from './simulator.ts'

const all = demoHosts.map(hostXml).join('\n')

test('hosts are the same at every start', () => {
  expect(demoHosts.map(hostXml).join('\n')).toBe(all)
})

test('nothing has the UUID or the address of another', () => {
  for (const pattern of [/<uuid>(.*?)<\/uuid>/g, /<mac address="(.*?)"/g]) {
    const found = [...all.matchAll(pattern)].map(([, value]) => value)
    expect(found.length).toBeGreaterThan(100)
    expect(new Set(found).size).toBe(found.length)
  }
})

test.each(demoHosts)('$name is in a zone and a resource pool that exist', ({ zone, pool }) => {
  expect(['default', ...Object.keys(demoZones)]).toContain(zone)
  expect(['default', ...Object.keys(demoResourcePools)]).toContain(pool)
})

// Where the lab runs, libvirtd is there.
test.skipIf(!(await openLab()))('libvirt reads every host, and no pool is overfull', async () => {
  const simulator = await startSimulator()
  try {
    for (const { name, roles, storagePools } of demoHosts) {
      const path = simulator.addresses.get(name)?.replace('test://', '')
      const uri = `test+unix://${path}?socket=${simulator.socket}`
      const virsh = (...args: string[]) => run('virsh', ['-q', '-c', uri, ...args])
      const machines = (await virsh('list', '--all', '--name')).trim().split('\n')
      expect(machines.length).toBe(Object.values(roles).reduce((a, b) => a + b, 0))
      for (const pool of storagePools) {
        const info = await virsh('pool-info', '--bytes', pool.name)
        const [capacity, allocation] = ['Capacity', 'Allocation'].map((field) =>
          Number(new RegExp(`${field}:\\s+(\\d+)`).exec(info)?.[1]),
        )
        expect(allocation).toBeGreaterThan(0)
        expect(allocation).toBeLessThanOrEqual(capacity ?? 0)
      }
    }
  } finally {
    await simulator.stop()
  }
})
