/** A server that knows a real host is the MAAS that another one imports from. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportRow } from '../../contract/bundle.ts'
import type { Machine } from '../../contract/machine.ts'
import type { Pod } from '../../contract/pod.ts'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { openLab, type Lab } from '../../scripts/lab/lab.ts'
import { type Caller, createCaller } from '../testing/caller.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!found)(`an import of real hosts${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  let one: StartedHost
  let old: TestServer
  let fresh: TestServer
  let there: Caller
  let here: Caller
  let source: Record<string, string>

  beforeAll(async () => {
    one = await lab.startOwnHost(`import-${process.pid}`, {
      contents: {
        pools: [
          { name: 'default', active: true },
          { name: 'archive', active: true },
        ],
        defaultNetwork: false,
        machines: [
          {
            name: 'vm-1',
            uuid: '6f0d1a28-5e3b-4c8a-9d27-0000000000f1',
            cores: 1,
            memoryMiB: 64,
            disks: [{ pool: 'default', gib: 1, format: 'qcow2' }],
            networks: ['maas'],
            running: true,
          },
        ],
      },
      doors: ['password'],
    })
    old = await startTestServer()
    fresh = await startTestServer()
    old.clock.advance(Date.now() - old.clock.now().getTime())
    const key = await old.newApiKey(await old.addUser('ada', 'admin'))
    there = createCaller(old, key)
    here = createCaller(fresh, await fresh.newApiKey(await fresh.addUser('ada', 'admin')))
    source = { url: `${await old.listen()}/MAAS/`, key }

    const door = one.doors['password']
    await there('POST', 'zones/', { name: 'north' })
    await there('POST', 'pods/', {
      type: 'virsh',
      name: 'plover',
      power_address: `qemu+ssh://${door?.user}@${door?.host}:${door?.port}/system`,
      power_pass: 'kvmadmin-password',
      zone: 'north',
      tags: 'old-one',
      cpu_over_commit_ratio: '2.5',
      default_storage_pool: 'archive',
    })
    const [machine] = (await there('GET', 'machines/')).body as Machine[]
    await there('PUT', `machines/${machine?.system_id}/`, { hostname: 'renamed', tags: 'web' })
  })
  afterAll(async () => {
    await old?.close()
    await fresh?.close()
    await one?.stop()
  })

  const run = async (op: string, fields: Record<string, string> = {}) => {
    const { status, body } = await here('POST', `podyard/import/?op=${op}`, {
      ...source,
      ...fields,
    })
    expect([status, body]).toEqual([200, expect.any(Array)])
    return body as ImportRow[]
  }
  const of = (rows: ImportRow[], kind: string) =>
    rows.filter((row) => row.kind === kind).map(({ name, action }) => `${name} ${action}`)

  test('without consent to its key, a host is refused with its fingerprint', async () => {
    const pod = (await run('apply')).find(({ kind }) => kind === 'pod')
    expect(pod).toMatchObject({ action: 'failed', why: expect.stringContaining('SHA256:') })
    expect((await here('GET', 'pods/')).body).toEqual([])
  })

  test('with it, the pod comes as it was, and its machine keeps its name and runs on', async () => {
    const rows = await run('apply', { trust: 'first_use' })
    expect(of(rows, 'pod')).toEqual(['plover created'])
    expect(of(rows, 'machine')).toEqual(['renamed updated'])
    const [pod] = (await here('GET', 'pods/')).body as Pod[]
    expect(pod).toMatchObject({
      name: 'plover',
      zone: { name: 'north' },
      cpu_over_commit_ratio: 2.5,
      tags: expect.arrayContaining(['old-one', 'virtual']),
      podyard: { has_password: true },
    })
    expect(pod?.storage_pools.find((pool) => pool.default)?.name).toBe('archive')
    const [machine] = (await here('GET', 'machines/')).body as Machine[]
    expect(machine).toMatchObject({ hostname: 'renamed', power_state: 'on' })
    expect(machine?.tag_names).toContain('web')
  })

  test('and once is enough', async () => {
    const rows = await run('apply', { trust: 'first_use' })
    expect(rows.filter(({ action }) => action !== 'exists')).toEqual([])
    expect((await here('GET', 'pods/')).body).toHaveLength(1)
  })
})
