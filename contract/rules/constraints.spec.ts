import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DiskRequest,
  type InterfaceRequest,
  parseInterfaces,
  parseStorage,
  writeInterfaces,
  writeStorage,
} from './constraints.ts'

const disk = (bytes: number, tags: string[] = [], label = ''): DiskRequest => ({
  label,
  bytes,
  tags,
})

describe('disks', () => {
  test.each([
    ['', [disk(8e9, [], 'root')]],
    ['root:8(local)', [disk(8e9, ['local'], 'root')]],
    ['20', [disk(20e9)]],
    [' 1.5 ', [disk(1.5e9)]],
    ['a:1,a:2', [disk(1e9, [], 'a'), disk(2e9, [], 'a')]],
    ['8(ssd, fast)', [disk(8e9, ['ssd', 'fast'])]],
    // The first stays; of the rest those with most tags come first.
    ['1,2(a),3(a,b),4', [disk(1e9), disk(3e9, ['a', 'b']), disk(2e9, ['a']), disk(4e9)]],
  ])('%j', (text, value) => {
    expect(parseStorage(text)).toEqual({ ok: true, value })
  })

  test.each(['root', 'root:', '8GB', 'a b:8', '8,', ',8', '8()', '-1', '1e3', '8;9', 'ä:8'])(
    '%j is malformed, in MAAS’s words',
    (text) => {
      expect(parseStorage(text)).toEqual({
        ok: false,
        message: `Malformed storage constraint, "${text}".`,
      })
    },
  )

  test.each(['0', '0.0000001', '9999999999'])('%s is no size', (text) => {
    expect(parseStorage(text)).toMatchObject({ ok: false, message: /0\.001 to/ })
  })

  test('nonsense of any length is refused in no time', () => {
    const started = performance.now()
    expect(parseStorage(`${'1('.repeat(5_000)}x`).ok).toBe(false)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('what is written is read the same', () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9]{0,8}$/)
    const tags = fc.array(fc.stringMatching(/^[a-z0-9-]{1,8}$/), { maxLength: 3 })
    const bytes = fc.integer({ min: 1_000_000, max: 1e15 })
    fc.assert(
      fc.property(
        fc.array(fc.record({ label, bytes, tags }), { minLength: 1, maxLength: 24 }),
        (disks) => {
          const [first, ...rest] = disks
          const sorted = rest.toSorted((a, b) => b.tags.length - a.tags.length)
          expect(parseStorage(writeStorage(disks))).toEqual({ ok: true, value: [first, ...sorted] })
        },
      ),
    )
  })
})

const nic = (label: string, rest: Partial<InterfaceRequest> = {}): InterfaceRequest => ({
  label,
  to: null,
  mode: null,
  mac: null,
  ...rest,
})

describe('interfaces', () => {
  test.each([
    ['', []],
    ['eth0:network=maas', [nic('eth0', { to: { kind: 'network', name: 'maas' } })]],
    [
      'eth0:bridge=br0;eth1:name=default',
      [
        nic('eth0', { to: { kind: 'bridge', name: 'br0' } }),
        nic('eth1', { to: { kind: 'any', name: 'default' } }),
      ],
    ],
    [
      'a:macvtap=eno1,mode=vepa,mac=52:54:00:AB:CD:EF',
      [
        nic('a', {
          to: { kind: 'macvtap', name: 'eno1' },
          mode: 'vepa',
          mac: '52:54:00:ab:cd:ef',
        }),
      ],
    ],
    ['eth0:mode=unconfigured', [nic('eth0')]],
  ])('%j', (text, value) => {
    expect(parseInterfaces(text)).toEqual({ ok: true, value })
  })

  test.each([
    ['eth0', 'Malformed interfaces constraint, "eth0".'],
    ['eth0:colour=red', "Unknown interfaces constraint: 'colour'"],
    // The commas of MAAS's own manual, where a semicolon belongs.
    ['eth0:network=maas,eth1:network=b', "Unknown interfaces constraint: 'eth1:network'"],
    ['eth0:space=maas', 'This pod does not match the specified networks.'],
    ['eth0:not_vid=5', 'This pod does not match the specified networks.'],
    ['eth0:network=', 'Malformed interfaces constraint, "network=".'],
    ['eth0:mac=01:00:5e:00:00:01', 'Malformed interfaces constraint, "mac=01:00:5e:00:00:01".'],
    ['eth0:mode=tunnel', 'Malformed interfaces constraint, "mode=tunnel".'],
    ['eth0:network=a,bridge=b', 'An interface is plugged into one thing only: "bridge=b".'],
    [
      'eth0:network=a,mode=vepa',
      'Only a macvtap interface has a mode: "eth0:network=a,mode=vepa".',
    ],
    ['a:name=x;a:name=y', 'Two interfaces have the same label: "a:name=y".'],
  ])('%j is refused: %s', (text, message) => {
    expect(parseInterfaces(text)).toEqual({ ok: false, message })
  })

  test('what is written is read the same', () => {
    const text =
      'a:network=maas,mac=52:54:00:00:00:01;b:macvtap=eno1,mode=private;c:mode=unconfigured'
    const parsed = parseInterfaces(text)
    expect(parsed.ok && writeInterfaces(parsed.value)).toBe(text)
  })
})
