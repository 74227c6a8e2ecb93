import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { oldMaasKey, oldMaasVersions, startOldMaas, type OldMaas } from '../testing/old-maas.ts'
import { maasLimits, readMaas } from './import-maas.ts'

let maas: OldMaas | undefined
afterEach(async () => {
  await maas?.close()
  maas = undefined
})

const { signal } = new AbortController()

const bundleOf = async (answers: Record<string, unknown> = {}) => {
  maas = await startOldMaas(answers)
  return readMaas(maas.url, oldMaasKey, signal)
}

/** The one field that is refused, and why. */
async function refusal(work: Promise<unknown>): Promise<[string, string]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(AppError)
  const [field] = Object.entries((error as AppError).details.fieldErrors ?? {})
  return [field?.[0] ?? '', field?.[1].join(' ') ?? '']
}

describe.each(Object.keys(oldMaasVersions).filter((name) => name !== '3.8'))('MAAS %s', (name) => {
  test('is read, and nothing but read', async () => {
    const bundle = await bundleOf(oldMaasVersions[name])
    expect(maas?.asked.every((line) => line.startsWith('GET '))).toBe(true)
    expect(bundle.zones.map((zone) => zone.name)).toEqual(['default', 'basement'])
    expect(bundle.tags).toContainEqual({ name: 'big', comment: 'Much of it', definition: '//node' })
    expect(bundle.pods[0]).toEqual({
      name: 'plover',
      type: 'virsh',
      power_address: 'qemu+ssh://ubuntu@192.0.2.1/system',
      power_pass: name.startsWith('one') ? '' : 'sesame',
      zone: 'basement',
      pool: 'farm',
      tags: ['virtual', 'pod-console-logging'],
      cpu_over_commit_ratio: 2,
      memory_over_commit_ratio: 1.5,
      default_storage_pool: 'uuid-2',
    })
    expect(bundle.machines).toEqual([
      {
        hostname: 'web-1',
        owner: 'ada',
        pod: 'plover',
        mac_addresses: ['52:54:00:AA:00:01'],
        zone: 'basement',
        pool: 'farm',
        tags: ['virtual', 'web'],
      },
      expect.objectContaining({ hostname: 'metal', owner: '', pod: null, pool: 'default' }),
    ])
  })
})

test('the secrets of pods of other kinds are not asked for', async () => {
  const { pods } = await bundleOf(oldMaasVersions['3.7'])
  expect(pods[1]).toMatchObject({ name: 'lxd', type: 'lxd', power_address: '', power_pass: '' })
  expect(maas?.asked).not.toContain('GET pods/2/?op=parameters')
})

test('one that has no pods any more says so', async () => {
  expect(await refusal(bundleOf(oldMaasVersions['3.8']))).toEqual([
    'url',
    expect.stringContaining('3.8 removed them'),
  ])
})

test.each([
  ['http://no-such-host.invalid/MAAS/', 'Nobody knows a host'],
  ['ftp://maas.example/', 'must begin with http'],
  ['file:///etc/passwd', 'must begin with http'],
  ['http://ada:secret@maas.example/MAAS/', 'Leave the user name'],
  ['maas', 'Enter an address'],
])('%s cannot be read', async (url, words) => {
  const [field, message] = await refusal(readMaas(url, oldMaasKey, signal))
  expect([field, message]).toEqual(['url', expect.stringContaining(words)])
  expect(message).not.toContain('secret')
})

test('a host where nothing listens is said to be up', async () => {
  const { url, close } = await startOldMaas({})
  await close()
  expect(await refusal(readMaas(url, oldMaasKey, signal))).toEqual([
    'url',
    expect.stringContaining('nothing listens'),
  ])
})

test.each([
  ['nothing', {}, 'it has no version/'],
  ['a page', { 'version/': '<html>top secret</html>' }, 'not answer in JSON'],
  ['another document', { 'version/': { name: 'top secret' } }, 'another form'],
  ['another address', { 'version/': 302 }, 'not followed'],
  ['a failure', { 'version/': 500 }, 'status 500'],
])('what answers %s is no MAAS, and nothing it said is repeated', async (_, answers, words) => {
  const [field, message] = await refusal(bundleOf(answers))
  expect([field, message]).toEqual(['url', expect.stringContaining(words)])
  expect(message).not.toContain('top secret')
  expect(maas?.asked).toHaveLength(1)
})

test('a wrong key is said of the key', async () => {
  maas = await startOldMaas(oldMaasVersions['2.5'] ?? {})
  expect(await refusal(readMaas(maas.url, 'a:b:c', signal))).toEqual([
    'key',
    'That MAAS refused the key.',
  ])
  const user = { ...oldMaasVersions['2.5'], 'pods/1/?op=parameters': 403 }
  expect(await refusal(bundleOf(user))).toEqual(['key', expect.stringContaining('of an admin')])
})

test('an answer without end is cut off', async () => {
  maas = await startOldMaas({ 'version/': `"${'x'.repeat(5000)}"` })
  const limits = { ...maasLimits, answerBytes: 1000 }
  expect(await refusal(readMaas(maas.url, oldMaasKey, signal, limits))).toEqual([
    'url',
    expect.stringContaining('larger than 1000 bytes'),
  ])
})

test.each(['', 'MAAS', 'MAAS/', 'MAAS/api/2.0/', 'MAAS/r/machines', 'MAAS/l/pods'])(
  'the address may end in /%s',
  async (ending) => {
    maas = await startOldMaas(oldMaasVersions['2.5'] ?? {})
    const url = `${new URL(maas.url).origin}/${ending}`
    const work = readMaas(url, oldMaasKey, signal)
    // Without its path it would be another server.
    if (ending === '') expect((await refusal(work))[1]).toContain('no version/')
    else expect((await work).pods).toHaveLength(2)
  },
)
