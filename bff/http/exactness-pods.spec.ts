/** The rows of exactness that need a host: read off a real connection, of a pod on a real libvirtd. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLab, type Lab } from '../../scripts/lab/lab.ts'
import {
  createRaw,
  form,
  json,
  maasForm,
  plain,
  type Raw,
  type RawResponse,
  shape,
} from '../testing/raw.ts'
import { api, startTestServer, type TestServer } from '../testing/server.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!found)(`a pod on the wire${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  let site: TestServer
  let raw: Raw
  let key = ''
  let made: RawResponse
  let pod: Record<string, unknown> & { id: number }

  beforeAll(async () => {
    site = await startTestServer({ PODYARD_LIBVIRT_SOCKET: lab.hosts.alpha.socket })
    raw = createRaw(await site.listen())
    key = await site.newApiKey(await site.addUser('ada', 'admin'))
    made = await send('POST', 'pods/', [
      ['type', 'virsh'],
      ['power_address', ' qemu:///system '],
      ['name', 'exact'],
      ['tags', 'a, b'],
      ['tags', 'c'],
      ['memory_over_commit_ratio', '1e1'],
    ])
    pod = JSON.parse(made.body) as typeof pod
  })
  afterAll(() => site?.close())

  const signed = () => site.sign(key)
  const send = (method: 'POST' | 'PUT', path: string, fields: [string, string][]) => {
    const { headers, body } = maasForm(fields)
    return raw(method, `${api}/${path}`, { ...signed(), ...headers }, body)
  }
  const ratios = ({ body }: RawResponse) => body.match(/"\w+_over_commit_ratio": .*(?=,)/g)

  test('POST pods/ answers 200, not 201', () => {
    expect([made.status, made.headers['content-type']]).toEqual([200, json])
    expect(made.headers['location']).toBeUndefined()
  })

  test('its keys are those of MAAS, and ours are under one', () => {
    expect(Object.keys(pod).sort()).toEqual([
      'architectures',
      'available',
      'capabilities',
      'cpu_over_commit_ratio',
      'default_macvlan_mode',
      'host',
      'id',
      'memory_over_commit_ratio',
      'name',
      'podyard',
      'pool',
      'resource_uri',
      'storage_pools',
      'tags',
      'total',
      'type',
      'used',
      'zone',
    ])
    const figures = ['cores', 'local_storage', 'memory']
    for (const what of ['total', 'used', 'available']) {
      expect(Object.keys(pod[what] as object).sort()).toEqual(figures)
    }
    for (const pool of pod['storage_pools'] as object[]) {
      expect(Object.keys(pool).sort()).toEqual([
        'available',
        'default',
        'id',
        'name',
        'path',
        'total',
        'type',
        'used',
      ])
    }
    expect(pod).toMatchObject({
      resource_uri: `/MAAS/api/2.0/pods/${pod.id}/`,
      zone: { name: 'default', resource_uri: '/MAAS/api/2.0/zones/default/' },
      pool: { id: 0, name: 'default', resource_uri: '/MAAS/api/2.0/resourcepool/0/' },
      host: { system_id: null, __incomplete__: true },
      default_macvlan_mode: null,
      capabilities: ['composable', 'dynamic_local_storage', 'over_commit', 'storage_pools'],
    })
  })

  test('ratios are floats wherever a pod is written: 1.0, not 1', async () => {
    const floats = ['"cpu_over_commit_ratio": 1.0', '"memory_over_commit_ratio": 10.0']
    expect(ratios(made)).toEqual(floats)
    const path = `${api}/pods/${pod.id}/`
    expect(ratios(await raw('GET', path, signed()))).toEqual(floats)
    expect(ratios(await raw('GET', `${api}/pods/`, signed()))).toEqual(floats)
    expect(ratios(await raw('POST', `${path}?op=refresh`, signed()))).toEqual(floats)
    const vmHost = await raw('GET', `${api}/vm-hosts/${pod.id}/`, signed())
    expect(ratios(vmHost)).toEqual(floats)
    const put = await send('PUT', `pods/${pod.id}/`, [['cpu_over_commit_ratio', '0.5']])
    expect(ratios(put)).toEqual(['"cpu_over_commit_ratio": 0.5', floats[1]])
    const back = await send('PUT', `pods/${pod.id}/`, [['cpu_over_commit_ratio', '1']])
    expect(ratios(back)).toEqual(floats)
  })

  test('repeated keys are lists, and a comma parts them too', () => {
    expect(pod['tags']).toEqual(['a', 'b', 'c', 'virtual'])
  })

  test('blanks around an address are stripped', async () => {
    const answer = await raw('GET', `${api}/pods/${pod.id}/?op=parameters`, signed())
    expect(JSON.parse(answer.body)).toEqual({ power_address: 'qemu:///system', power_pass: '' })
  })

  test('PUT without a body, as `maas pod update ID` sends it, keeps everything', async () => {
    const answer = await raw('PUT', `${api}/pods/${pod.id}/`, signed())
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({ name: 'exact', tags: pod['tags'] })
  })

  test('default_storage_pool by a key that is none: a field message', async () => {
    const answer = await send('PUT', `pods/${pod.id}/`, [['default_storage_pool', 'nowhere']])
    expect([answer.status, answer.headers['content-type']]).toEqual([400, json])
    expect(Object.keys(JSON.parse(answer.body) as object)).toEqual(['default_storage_pool'])
  })

  test('a name that is taken: a field message', async () => {
    const answer = await send('POST', 'pods/', [
      ['type', 'virsh'],
      ['power_address', 'qemu:///system'],
      ['power_pass', 'another'],
      ['name', 'exact'],
    ])
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toMatchObject({
      name: [expect.stringMatching(/already exists\.$/)],
    })
  })

  test('the same address again: 400, in text', async () => {
    const answer = await send('POST', 'pods/', [
      ['type', 'virsh'],
      ['power_address', 'qemu:///system'],
    ])
    expect(shape(answer)).toEqual([400, plain, 'Pod exact with type and parameters already exist.'])
  })

  test('op=add_tag and op=remove_tag in the body', async () => {
    const op = (name: string) =>
      raw('POST', `${api}/pods/${pod.id}/`, { ...signed(), ...form }, `op=${name}&tag=new`)
    expect(JSON.parse((await op('add_tag')).body)).toMatchObject({
      tags: expect.arrayContaining(['new']),
    })
    expect(JSON.parse((await op('remove_tag')).body)).toMatchObject({ tags: pod['tags'] })
  })

  test('DELETE answers 204 with a content type; the pod is gone', async () => {
    const gone = await raw('DELETE', `${api}/pods/${pod.id}/?decompose=no`, signed())
    expect([gone.status, gone.headers['content-type'], gone.body]).toEqual([204, 'text/plain', ''])
    const after = await raw('GET', `${api}/pods/${pod.id}/`, signed())
    expect([after.status, after.body]).toEqual([404, 'Not Found'])
  })
})
