import { afterEach, describe, expect, test } from 'vitest'
import { someHost } from '../fleet/testing/some.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
afterEach(() => host.close())

const ask = (headers: Record<string, string> = {}, remoteAddress = '192.0.2.1', url = '/metrics') =>
  host.server.app.inject({ url, headers, remoteAddress })

describe('who may read', () => {
  test('any user by session, signed key or bearer key, where MAAS has it too', async () => {
    host = await startTestServer()
    const key = await host.newApiKey(await host.addUser('eve', 'user'))
    const { cookie } = await host.logIn('eve')
    for (const headers of [{ cookie }, host.sign(key), { authorization: `Bearer ${key}` }]) {
      expect((await ask(headers)).statusCode).toBe(200)
    }
    // The same header each time is what Prometheus sends.
    expect((await ask({ authorization: `Bearer ${key}` })).statusCode).toBe(200)
    expect((await ask({ cookie }, '192.0.2.1', '/MAAS/metrics')).statusCode).toBe(200)
  })

  test('nobody else, from this machine neither', async () => {
    host = await startTestServer()
    for (const headers of [
      {},
      { authorization: 'Bearer made:up:key' },
      { authorization: 'Bearer x' },
      { authorization: 'Bearer a:b"c,d:e' },
      { cookie: 'sessionid=x' },
    ]) {
      expect((await ask(headers, '127.0.0.1')).statusCode).toBe(401)
    }
  })

  test('whoever asks from this machine, where that is wanted; not who comes through a proxy on it', async () => {
    host = await startTestServer({ PODYARD_METRICS_ON_LOOPBACK: '1' })
    expect((await ask({}, '127.0.0.1')).statusCode).toBe(200)
    expect((await ask({}, '::1')).statusCode).toBe(200)
    expect((await ask({}, '192.0.2.1')).statusCode).toBe(401)
    expect((await ask({ 'x-forwarded-for': '192.0.2.1' }, '127.0.0.1')).statusCode).toBe(401)
    // A wrong key is refused even where none is needed.
    expect((await ask({ authorization: 'Bearer made:up:key' }, '127.0.0.1')).statusCode).toBe(401)
  })
})

test('tells what MAAS tells of KVM hosts, by its names', async () => {
  host = await startTestServer({ PODYARD_METRICS_ON_LOOPBACK: '1' })
  const { store } = host.server
  const first = await addPodRow(store, { facts: someHost, cpu_over_commit_ratio: 2 })
  await addPodRow(store, { name: 'b', facts: someHost, memory_over_commit_ratio: 0.5 })
  await addPodRow(store, { name: 'never read' })
  await addMachineRow(store, first, 'aaaaaa', { cpu_count: 3, memory_mib: 2048 })
  const response = await ask({}, '127.0.0.1')
  expect(response.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  const id = /maas_id="([0-9a-f-]{36})"/.exec(response.body)?.[1]
  const lines = response.body.replaceAll(`maas_id="${id}"`, '').split('\n')
  for (const line of [
    '# TYPE maas_kvm_cores gauge',
    'maas_kvm_pods{} 3',
    'maas_kvm_machines{} 1',
    'maas_kvm_cores{,status="available"} 16',
    'maas_kvm_cores{,status="used"} 3',
    'maas_kvm_memory{,status="available"} 32768',
    'maas_kvm_memory{,status="used"} 2048',
    'maas_kvm_storage{,status="available"} 200000000000',
    'maas_kvm_storage{,status="used"} 60000000000',
    'maas_kvm_overcommit_cores{} 24',
    'maas_kvm_overcommit_memory{} 24576',
    'podyard_pods{,state="unreachable"} 3',
    'podyard_drift{,kind="machine_missing"} 0',
  ]) {
    expect(lines).toContain(line)
  }
  expect(lines.find((line) => line.startsWith('process_resident_memory_bytes '))).toMatch(/ \d+$/)
  for (const line of lines.filter((each) => each !== '')) {
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? -?[\d.e+-]+)$/)
  }
  expect((await ask({}, '127.0.0.1')).body).toContain(`maas_id="${id}"`)
})
