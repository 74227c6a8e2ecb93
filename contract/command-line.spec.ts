import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandLines, quote } from './command-line.ts'

const origin = 'http://127.0.0.1:5240'
const address = 'qemu+ssh://ubuntu@192.168.1.2/system'

/** The words of a line as bash hears them, `maas` or `curl` first. */
async function heard(line: string, env: Record<string, string> = {}): Promise<string[]> {
  const script = `say() { printf '%s\\0' "$@"; }; maas() { say maas "$@"; }; curl() { say curl "$@"; }\n${line}`
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    env: { PATH: process.env['PATH'] ?? '', PROFILE: 'yard', KEY: 'c:t:s', ...env },
  })
  return stdout.split('\0').slice(0, -1)
}

describe('the documented lines, word for word', () => {
  const created = (more: object) =>
    commandLines('podCreate', { type: 'virsh', power_address: address, ...more }, { origin }).maas

  test('a pod', () => {
    expect(created({})).toBe(`maas $PROFILE pods create type=virsh power_address=${address}`)
  })

  test('its ratios and its password, which is not shown', () => {
    const line = created({
      power_pass: 'example',
      cpu_over_commit_ratio: 0.3,
      memory_over_commit_ratio: 4.6,
    })
    expect(line).toBe(
      `maas $PROFILE pods create type=virsh power_address=${address} power_pass="$POWER_PASS" cpu_over_commit_ratio=0.3 memory_over_commit_ratio=4.6`,
    )
  })

  test('variables of the path stand before the fields', () => {
    const { maas } = commandLines('podUpdate', { id: 7, tags: 'fast,ssd' }, { origin })
    expect(maas).toBe('maas $PROFILE pod update 7 tags=fast,ssd')
    expect(commandLines('podRefresh', { id: 7 }, { origin }).maas).toBe(
      'maas $PROFILE pod refresh 7',
    )
    expect(commandLines('resourcePoolList', {}, { origin }).maas).toBe(
      'maas $PROFILE resource-pools read',
    )
  })
})

test('what the server would do anyway is not said', () => {
  const input = { type: 'virsh', power_address: address, zone: 'default', pool: 'gpu' } as const
  const defaults = { zone: 'default', pool: 'default' }
  const { maas, curl } = commandLines('podCreate', input, { origin, defaults })
  expect(maas).toMatch(/ pool=gpu$/)
  for (const line of [maas, curl]) expect(line).not.toContain('zone')
})

test('what is required and not there yet is a variable of its name', () => {
  const { maas, curl, secrets } = commandLines('podCreate', { power_address: '' }, { origin })
  expect(maas).toBe('maas $PROFILE pods create type="$TYPE" power_address="$POWER_ADDRESS"')
  expect(curl).toContain('--data-urlencode power_address="$POWER_ADDRESS"')
  expect(secrets).toEqual([])
  expect(commandLines('podRead', {}, { origin }).curl).toContain(
    `"${origin}/MAAS/api/2.0/pods/$ID/"`,
  )
})

test('a secret is in neither line, an empty one takes the stored one back', async () => {
  const hidden = 'correct horse'
  const set = commandLines('podUpdate', { id: 1, power_pass: hidden }, { origin })
  expect(JSON.stringify(set)).not.toContain(hidden)
  expect(set.secrets).toEqual(['POWER_PASS'])
  expect(await heard(set.maas ?? '', { POWER_PASS: hidden })).toContain(`power_pass=${hidden}`)
  expect(await heard(set.curl, { POWER_PASS: hidden })).toContain(`power_pass=${hidden}`)

  const removed = commandLines('podUpdate', { id: 1, power_pass: '' }, { origin })
  expect(removed.maas).toBe('maas $PROFILE pod update 1 power_pass=')
  expect(removed.secrets).toEqual([])
})

test('a renamed zone: the old name finds it, the new one is a field', async () => {
  const { maas, curl } = commandLines(
    'zoneUpdate',
    { name: "it's here", new_name: 'north west' },
    { origin },
  )
  expect(await heard(maas ?? '')).toEqual([
    'maas',
    'yard',
    'zone',
    'update',
    "it's here",
    'name=north west',
  ])
  expect(await heard(curl)).toEqual([
    'curl',
    '-X',
    'PUT',
    '-H',
    expect.stringMatching(
      /^Authorization: OAuth .*oauth_consumer_key=c, oauth_token=t, oauth_signature=%26s, oauth_nonce=\d+, oauth_timestamp=\d{10}$/,
    ),
    '--data-urlencode',
    'name=north west',
    `${origin}/MAAS/api/2.0/zones/it's%20here/`,
  ])
})

test('a name that begins with a dash is no option', () => {
  expect(commandLines('zoneRead', { name: '-x' }, { origin }).maas).toBe(
    'maas $PROFILE zone read -- -x',
  )
})

test('a list is said once for each of its values, in the query of a GET', async () => {
  const { maas, curl } = commandLines('machineList', { zone: ['a', 'b c'] }, { origin })
  expect(maas).toBe("maas $PROFILE machines read zone=a zone='b c'")
  expect((await heard(curl)).filter((word) => /^(--get|-X|zone=.*)$/.test(word))).toEqual([
    '--get',
    'zone=a',
    'zone=b c',
  ])
})

test('fields of any name', () => {
  const input = { system_id: 'abc123', rack: 'seven up', gone: '' }
  const { maas } = commandLines('machineSetOwnerData', input, { origin })
  expect(maas).toBe("maas $PROFILE machine set-owner-data abc123 rack='seven up' gone=")
})

test('what needs no login needs no key; what is no part of MAAS has no maas line', () => {
  expect(commandLines('versionRead', {}, { origin }).curl).toBe(
    `curl \\\n  ${origin}/MAAS/api/2.0/version/`,
  )
  expect(commandLines('sessionDelete', {}, { origin }).maas).toBeUndefined()
})

test('whatever is typed, bash hears it as it was typed', async () => {
  const nasty = [
    '$HOME',
    '`id`',
    'a"b',
    "a'b",
    'a\\b',
    '!!',
    '~',
    '*',
    '#x',
    'a\nb',
    ' ',
    '-n',
    'ü😀',
  ]
  expect(await heard(`maas ${nasty.map(quote).join(' ')}`)).toEqual(['maas', ...nasty])
  // One shell for many values: a process for each would take minutes.
  const texts = fc
    .sample(fc.string({ unit: 'binary', minLength: 1 }), 200)
    .map((text) => text.replaceAll('\0', ' '))
  expect(await heard(`maas ${texts.map(quote).join(' ')}`)).toEqual(['maas', ...texts])
})
