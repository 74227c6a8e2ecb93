/** Storage and networks of a real host, with virsh as the oracle. See scripts/lab/README.md. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Machine } from '../../contract/machine.ts'
import { maasNetwork, type Network } from '../../contract/network.ts'
import type { Pod } from '../../contract/pod.ts'
import type { Problem } from '../../contract/problem.ts'
import type { PodStoragePool, VolumeList } from '../../contract/storage.ts'
import { openLab, type Lab } from '../../scripts/lab/lab.ts'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { api, startTestServer, type Browser, type TestServer } from '../testing/server.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!found)(`storage and networks${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  let host: StartedHost
  let site: TestServer
  let admin: Browser
  let base: string

  beforeAll(async () => {
    host = await lab.startOwnHost(`storage-${process.pid}`, {
      contents: {
        pools: [{ name: 'default', active: true }],
        defaultNetwork: false,
        machines: [
          {
            name: 'web',
            uuid: '6f0d1a28-5e3b-4c8a-9d27-000000000021',
            cores: 1,
            memoryMiB: 64,
            disks: [{ pool: 'default', gib: 1, format: 'qcow2' }],
            networks: ['maas'],
            running: true,
          },
        ],
      },
    })
    site = await startTestServer({ PODYARD_LIBVIRT_SOCKET: host.socket })
    await site.addUser('admin', 'admin')
    admin = await site.logIn('admin')
    const pod = await ask<Pod>('POST', '/pods/', { type: 'virsh', power_address: 'qemu:///system' })
    base = `/podyard/pods/${pod.id}`
  })
  afterAll(async () => {
    await site?.server.close()
    if (site) rmSync(site.config.dataDir, { recursive: true })
    await host?.stop()
  })

  const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, fields = {}) =>
    site.server.app.inject({
      method,
      url: `${api}${path}`,
      headers: { ...admin, accept: 'application/json, application/problem+json' },
      ...(method === 'GET' || method === 'DELETE' ? { query: fields } : { payload: fields }),
    })
  async function ask<T>(...request: Parameters<typeof send>): Promise<T> {
    const response = await send(...request)
    expect([response.statusCode, response.body]).toEqual([
      expect.toBeOneOf([200, 204]),
      response.body,
    ])
    return (response.body === '' ? undefined : response.json()) as T
  }
  const refused = async (...request: Parameters<typeof send>) => {
    const response = await send(...request)
    return { status: response.statusCode, ...response.json<Problem>() }
  }
  const names = async (...command: string[]) =>
    (await host.virsh(...(command as [string]), '--name')).split(/\s+/).filter(Boolean).sort()
  const pools = () => ask<PodStoragePool[]>('GET', `${base}/storage-pools/`)
  const networks = () => ask<Network[]>('GET', `${base}/networks/`)
  const volumes = (pool: string, filters = {}) =>
    ask<VolumeList>('GET', `${base}/storage-pools/${pool}/volumes/`, filters)

  test('a folder becomes a pool, stops, starts, starts with the host, and goes; its files stay', async () => {
    const fast = { name: 'fast', type: 'dir', path: `${host.directory}/fast & "new"` }
    const { xml } = await ask<{ xml: string }>('POST', `${base}/storage-pools/?op=plan`, fast)
    expect(await names('pool-list', '--all')).toEqual(['default'])

    const made = await ask<PodStoragePool>('POST', `${base}/storage-pools/`, fast)
    expect(made).toMatchObject({ path: fast.path, state: 'running', autostart: true, machines: [] })
    expect(made.total).toBeGreaterThan(0)
    expect(await names('pool-list', '--all', '--autostart')).toContain('fast')
    const dumped = await host.virsh('pool-dumpxml', 'fast', '--inactive')
    const path = (text: string) => /<path>(.*)<\/path>/.exec(text)?.[1]?.replaceAll('&quot;', '"')
    expect(path(dumped)).toBe(path(xml))
    expect((await pools()).map(({ name }) => name)).toEqual(['default', 'fast'])

    const one = `${base}/storage-pools/fast/`
    const stopped = await ask<PodStoragePool>('POST', `${one}?op=stop`)
    expect(stopped).toMatchObject({ state: 'inactive', total: null, used: null })
    expect(await names('pool-list')).toEqual(['default'])
    expect((await refused('POST', `${one}?op=stop`)).status).toBe(409)
    await ask('PUT', one, { autostart: false })
    expect(await names('pool-list', '--all', '--autostart')).not.toContain('fast')
    expect((await ask<PodStoragePool>('POST', `${one}?op=start`)).state).toBe('running')

    await host.virsh('vol-create-as', 'fast', 'kept.qcow2', '1M', '--format', 'qcow2')
    await ask('POST', `${one}?op=refresh`)
    expect((await volumes('fast')).volumes).toMatchObject([
      { name: 'kept.qcow2', format: 'qcow2', capacity: 2 ** 20, used_by: [], orphan: false },
    ])
    await ask('DELETE', one)
    expect(await names('pool-list', '--all')).toEqual(['default'])
    expect(await host.inside('ls', fast.path)).toContain('kept.qcow2')
  })

  test('with its volumes, a pool goes only when none of them is used, the CD in a drive included', async () => {
    const path = `${host.directory}/isos`
    await ask('POST', `${base}/storage-pools/`, { name: 'isos', type: 'dir', path })
    await host.virsh('vol-create-as', 'isos', 'inst.iso', '1M', '--format', 'raw')
    await host.virsh('vol-create-as', 'isos', 'base.qcow2', '1M', '--format', 'qcow2')
    const over = ['isos', 'over.qcow2', '1M', '--format', 'qcow2'] as const
    const backing = ['--backing-vol', `${path}/base.qcow2`, '--backing-vol-format', 'qcow2']
    await host.virsh('vol-create-as', ...over, ...backing)
    const cd = ['web', `${path}/inst.iso`, 'sdc', '--type', 'cdrom', '--config']
    await host.virsh('attach-disk', ...cd)

    const one = `${base}/storage-pools/isos/`
    // Nothing was told of any of it; the refusals come from what the host says now.
    expect(await refused('DELETE', `${one}volumes/inst.iso/`)).toMatchObject({
      status: 409,
      message: expect.stringContaining('belongs to web') as string,
    })
    expect(await refused('DELETE', `${one}volumes/base.qcow2/`)).toMatchObject({
      status: 409,
      message: expect.stringContaining('over.qcow2') as string,
    })
    const { volumes: listed } = await volumes('isos')
    expect(
      listed.map(({ name, used_by, backs, orphan }) => [name, used_by.length, backs, orphan]),
    ).toEqual([
      ['base.qcow2', 0, ['over.qcow2'], false],
      ['inst.iso', 1, [], false],
      ['over.qcow2', 0, [], true],
    ])
    expect((await volumes('isos', { unused: 'true' })).matching).toBe(1)
    const all = await refused('DELETE', one, { delete_volumes: 'true' })
    expect(all).toMatchObject({ status: 409, message: expect.stringContaining('web') as string })
    expect(await names('pool-list')).toEqual(['default', 'isos'])

    await host.virsh('detach-disk', 'web', 'sdc', '--config')
    await ask('DELETE', `${one}volumes/over.qcow2/`)
    expect(await host.virsh('vol-list', 'isos')).not.toContain('over.qcow2')
    await ask('DELETE', one, { delete_volumes: 'true' })
    expect(await names('pool-list', '--all')).toEqual(['default'])
    expect((await host.inside('ls', path)).trim()).toBe('')
  })

  test('what a machine uses stays', async () => {
    const disk = (await volumes('default')).volumes[0]?.name
    const [machine] = await ask<Machine[]>('GET', '/machines/')
    for (const [method, path] of [
      ['POST', `${base}/storage-pools/default/?op=stop`],
      ['DELETE', `${base}/storage-pools/default/`],
      ['DELETE', `${base}/storage-pools/default/volumes/${disk}/`],
      ['POST', `${base}/networks/maas/?op=stop`],
      ['DELETE', `${base}/networks/maas/`],
    ] as const) {
      expect(await refused(method, path)).toMatchObject({
        status: 409,
        code: 'conflict',
        message: expect.stringContaining('web') as string,
      })
    }
    const link = { system_id: machine?.system_id, hostname: 'web' }
    expect((await pools())[0]?.running_machines).toEqual([link])
    expect((await networks())[0]?.machines).toEqual([link])
    expect(await host.virsh('domstate', 'web')).toContain('running')
  })

  test('a network is made as it was shown, stops, starts and goes', async () => {
    const wanted = { ...maasNetwork, name: 'lab', bridge: 'virbr7', address: '10.77.1.1/24' }
    const { xml } = await ask<{ xml: string }>('POST', `${base}/networks/?op=plan`, wanted)
    const made = await ask<Network>('POST', `${base}/networks/`, wanted)
    expect(made).toMatchObject({
      name: 'lab',
      active: true,
      autostart: true,
      forward: 'nat',
      bridge: 'virbr7',
      domain: 'testnet',
      dhcp: false,
      addresses: [{ address: '10.77.1.1', prefix: 24, dhcp: [] }],
    })
    const bare = (text: string) =>
      [...text.matchAll(/<(\w+)([^<>]*?)\/?>/g)]
        .map(([, tag, rest = '']) => `${tag}${rest.trim()}`)
        .filter((tag) => !/^(uuid|mac)/.test(tag))
        .sort()
    expect(bare(await host.virsh('net-dumpxml', 'lab', '--inactive'))).toEqual(bare(xml))
    expect(await names('net-list')).toEqual(['lab', 'maas'])

    const one = `${base}/networks/lab/`
    expect((await ask<Network>('POST', `${one}?op=stop`)).active).toBe(false)
    expect(await names('net-list')).toEqual(['maas'])
    expect((await ask<Network>('PUT', one, { autostart: 'false' })).autostart).toBe(false)
    expect(await names('net-list', '--all', '--autostart')).not.toContain('lab')
    expect((await ask<Network>('POST', `${one}?op=start`)).active).toBe(true)
    expect(await ask('GET', `${one}?op=leases`)).toEqual([])
    await ask('DELETE', one)
    expect(await names('net-list', '--all')).toEqual(['maas'])
    expect((await networks()).map(({ name }) => name)).toEqual(['maas'])
  })

  test('what the host would not do is told with its cause, at its field, and leaves nothing behind', async () => {
    const bridge = `br${process.pid}`
    await host.inside('ip', '-n', 'host', 'link', 'add', bridge, 'type', 'bridge')
    await host.inside('ip', '-n', 'host', 'address', 'add', '10.78.1.1/24', 'dev', bridge)
    await host.inside('ip', '-n', 'host', 'link', 'set', bridge, 'up')
    const clash = { name: 'clash', mode: 'route', address: '10.78.1.9/24' }
    const answer = await refused('POST', `${base}/networks/`, clash)
    await host.inside('ip', '-n', 'host', 'link', 'delete', bridge)
    expect(answer).toMatchObject({
      status: 503,
      code: 'libvirt_refused',
      field_errors: { address: [expect.stringContaining(`interface ${bridge}`)] },
      fix: { command: 'ip -brief address' },
    })
    const proc = { name: 'nowhere', type: 'dir', path: '/proc/nowhere' }
    expect(await refused('POST', `${base}/storage-pools/`, proc)).toMatchObject({
      status: 503,
      field_errors: { path: [expect.stringContaining('/proc/nowhere')] },
    })
    const group = { name: 'vg', type: 'logical', volume_group: 'no-such-group' }
    expect(await refused('POST', `${base}/storage-pools/`, group)).toMatchObject({
      status: 503,
      code: 'libvirt_refused',
    })
    expect(await names('net-list', '--all')).toEqual(['maas'])
    expect(await names('pool-list', '--all')).toEqual(['default'])
  })

  test('what is done on the host itself is in the store within a second', async () => {
    await host.virsh('pool-define-as', 'beside', 'dir', '--target', '/tmp')
    await vi.waitFor(
      async () => expect((await pools()).map(({ name }) => name)).toContain('beside'),
      { timeout: 5_000 },
    )
    await host.virsh('pool-undefine', 'beside')
    await vi.waitFor(
      async () => expect((await pools()).map(({ name }) => name)).toEqual(['default']),
      { timeout: 5_000 },
    )
  })
})
