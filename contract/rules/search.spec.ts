import { describe, expect, test } from 'vitest'
import { parseSearch, quoted, searchExamples } from './search.ts'
import { meetsSearch, type Searched } from './search-match.ts'

const terms = (text: string) => {
  const parsed = parseSearch(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.terms
}
const problem = (text: string) => {
  const parsed = parseSearch(text)
  return parsed.ok ? undefined : parsed.message
}

describe('what is written', () => {
  test.each([
    ['web', [{ kind: 'word', text: 'web', not: false }]],
    [
      '-web !"a b"',
      [
        { kind: 'word', text: 'web', not: true },
        { kind: 'word', text: 'a b', not: true },
      ],
    ],
    [
      '52:54:00:aa fe80::1',
      [
        { kind: 'word', text: '52:54:00:aa', not: false },
        { kind: 'word', text: 'fe80::1', not: false },
      ],
    ],
    ['Status:ready,"failed deployment",8', [{ kind: 'status', values: [4, 11, 8], not: false }]],
    ['status:Failed-Deployment', [{ kind: 'status', values: [11], not: false }]],
    ['!power:ON', [{ kind: 'power', values: ['on'], not: true }]],
    ['owner:""', [{ kind: 'name', field: 'owner', values: [''], not: false }]],
    ['tags:a,"b c"', [{ kind: 'name', field: 'tag', values: ['a', 'b c'], not: false }]],
    [
      'hostname:=web-1',
      [{ kind: 'text', field: 'name', values: ['web-1'], whole: true, not: false }],
    ],
    ['ram:>=4GiB', [{ kind: 'number', field: 'mem', compare: '>=', value: 4096, not: false }]],
    ['mem:512', [{ kind: 'number', field: 'mem', compare: '=', value: 512, not: false }]],
    [
      'storage:<1.5',
      [{ kind: 'number', field: 'storage', compare: '<', value: 1.5e9, not: false }],
    ],
    ['locked:yes', [{ kind: 'locked', value: true, not: false }]],
    ['  ', []],
    ['-', [{ kind: 'word', text: '-', not: false }]],
  ])('%s', (text, expected) => {
    expect(terms(text)).toEqual(expected)
  })

  test.each([
    ['"a', 'A quotation mark is not closed.'],
    ['colour:red', 'There is no field “colour”'],
    ['status:fine', 'There is no status “fine”. There is new, commissioning'],
    ['power:up', 'There is no power state “up”. There is on, off, error, unknown.'],
    ['mem:much', '“much” is no amount'],
    ['cores:4GiB', '“4GiB” is no amount'],
    ['mem:>=-1', '“>=-1” is no amount'],
    ['pod:', 'Write a value behind pod'],
    ['locked:perhaps', 'Write locked:yes or locked:no.'],
    ['x '.repeat(33), 'at most 32'],
  ])('%s is refused', (text, message) => {
    expect(problem(text)).toContain(message)
  })

  test('every example of the help is right', () => {
    expect(searchExamples.map(({ text }) => problem(text))).toEqual(
      searchExamples.map(() => undefined),
    )
  })

  test.each(['web', 'two words', 'a:b', '-a', '', 'a,b', '=x'])(
    '%j quoted is one value',
    (value) => {
      expect(terms(`pod:${quoted(value)}`)).toMatchObject([{ values: [value] }])
    },
  )
})

const machine: Searched = {
  system_id: 'abc123',
  hostname: 'web-1',
  mac_addresses: ['52:54:00:00:00:01', '52:54:00:00:00:02'],
  ip_addresses: ['172.16.99.7'],
  status: 4,
  power_state: 'on',
  locked: false,
  owner: '',
  tags: ['virtual', 'Web'],
  pod: 'kvm-a',
  zone: 'North side',
  pool: 'default',
  architecture: 'amd64/generic',
  cores: 4,
  memoryMiB: 4096,
  storageBytes: 0,
}

test.each([
  ['web-1.maas ABC123', true],
  ['ready', true],
  ['00:02 172.16 kvm north DEFAULT', true],
  ['web nothing', false],
  ['!nothing -other', true],
  ['!web', false],
  ['name:=web', false],
  ['name:web,db', true],
  ['mac:=52:54:00:00:00:02', true],
  ['ip:99.7 arch:amd64', true],
  ['tag:web', true],
  ['tag:we', false],
  ['owner:""', true],
  ['!owner:""', false],
  ['zone:"north side" pod:KVM-A', true],
  ['status:4,broken power:on,off', true],
  ['cores:4 mem:>=4GiB', true],
  ['cores:>4', false],
  ['storage:<100', false],
  ['!storage:<100', true],
  ['locked:no', true],
  ['', true],
])('%s: %s', (text, met) => {
  expect(meetsSearch(machine, terms(text))).toBe(met)
})
