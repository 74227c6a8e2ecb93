import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { fixedOpaque, opaque, string } from './bytes.ts'
import { decode, encode, transform, type Codec, type Infer } from './codec.ts'
import { array, fixedArray, optional } from './collections.ts'
import {
  anyHyper,
  anyUhyper,
  bool,
  double,
  hyper,
  int,
  nothing,
  safeHyper,
  safeUhyper,
  uhyper,
  uint,
} from './numbers.ts'
import { enumeration, struct, union } from './struct.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const failure = (code: string) => expect.objectContaining({ name: 'XdrError', code })

/** A value's bytes, and what those bytes decode to. */
function both<T>(codec: Codec<T>, value: T): [hex: string, back: T] {
  const encoded = encode(codec, value)
  return [encoded.toString('hex'), decode(codec, encoded)]
}

describe('numbers', () => {
  it('have their bytes', () => {
    expect(both(int, -1)).toEqual(['ffffffff', -1])
    expect(both(uint, 0xffff_ffff)).toEqual(['ffffffff', 0xffff_ffff])
    expect(both(hyper, -2n)).toEqual(['fffffffffffffffe', -2n])
    expect(both(uhyper, 2n ** 64n - 1n)).toEqual(['ffffffffffffffff', 2n ** 64n - 1n])
    expect(both(double, -0.5)).toEqual(['bfe0000000000000', -0.5])
    expect(both(bool, true)).toEqual(['00000001', true])
    expect(both(nothing, undefined)).toEqual(['', undefined])
  })

  it('take no boolean but 0 and 1', () => {
    expect(() => decode(bool, bytes('00000002'))).toThrow(failure('bad_value'))
  })

  it('of 64 bits are numbers while they are exact', () => {
    expect(both(safeUhyper, Number.MAX_SAFE_INTEGER)).toEqual([
      '001fffffffffffff',
      Number.MAX_SAFE_INTEGER,
    ])
    expect(both(safeHyper, Number.MIN_SAFE_INTEGER)).toEqual([
      'ffe0000000000001',
      Number.MIN_SAFE_INTEGER,
    ])
    expect(both(anyUhyper, Number.MAX_SAFE_INTEGER)).toEqual([
      '001fffffffffffff',
      Number.MAX_SAFE_INTEGER,
    ])
    expect(both(anyUhyper, 2n ** 53n)).toEqual(['0020000000000000', 2n ** 53n])
    expect(both(anyHyper, -(2n ** 53n))).toEqual(['ffe0000000000000', -(2n ** 53n)])
  })

  it('of 64 bits are exact everywhere', () => {
    const near = fc.bigInt({ min: -(2n ** 53n) - 9n, max: 2n ** 53n + 9n })
    fc.assert(
      fc.property(
        fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), near),
        (value) => {
          expect(BigInt(decode(anyHyper, encode(hyper, value)))).toBe(value)
          const unsigned = BigInt.asUintN(64, value)
          expect(BigInt(decode(anyUhyper, encode(uhyper, unsigned)))).toBe(unsigned)
        },
      ),
    )
  })

  it('over 2^53 are an error where the declaration rules them out', () => {
    expect(() => decode(safeUhyper, bytes('0020000000000000'))).toThrow(failure('out_of_range'))
    expect(() => encode(safeUhyper, 2 ** 53)).toThrow(failure('out_of_range'))
    expect(() => encode(anyUhyper, 1.5)).toThrow(failure('out_of_range'))
  })
})

describe('bytes', () => {
  it('have their bytes', () => {
    expect(both(string(10), 'hello')).toEqual(['0000000568656c6c6f000000', 'hello'])
    expect(both(string(10), '')).toEqual(['00000000', ''])
    expect(both(opaque(4), Uint8Array.of(1, 2, 3, 4))).toEqual([
      '0000000401020304',
      Uint8Array.of(1, 2, 3, 4),
    ])
    expect(both(fixedOpaque(3), Uint8Array.of(1, 2, 3))).toEqual([
      '01020300',
      Uint8Array.of(1, 2, 3),
    ])
  })

  it('check lengths before anything else', () => {
    expect(() => decode(string(4), bytes('00000005 68656c6c6f000000'))).toThrow(failure('too_long'))
    expect(() => decode(opaque(4), bytes('ffffffff'))).toThrow(failure('too_long'))
    expect(() => decode(opaque(0xffff_ffff), bytes('ffffffff'))).toThrow(failure('truncated'))
    expect(() => encode(fixedOpaque(3), Uint8Array.of(1))).toThrow(failure('out_of_range'))
    expect(() => encode(opaque(0), Uint8Array.of(1))).toThrow(failure('too_long'))
  })

  it('insist on zeros in the padding', () => {
    expect(() => decode(string(4), bytes('00000001 61000001'))).toThrow(failure('bad_value'))
    expect(() => decode(string(4), bytes('00000001 6100'))).toThrow(failure('truncated'))
  })

  it('refuse to send NUL and survive what is not UTF-8', () => {
    expect(() => encode(string(4), 'a\0b')).toThrow(failure('bad_value'))
    expect(decode(string(4), bytes('00000001 ff000000'))).toBe('\ufffd')
  })

  it('do not keep the message they came in', () => {
    const message = bytes('0102030405060708')
    const value = decode(fixedOpaque(8), message)
    message.fill(0)
    expect([...value]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})

describe('collections', () => {
  it('have their bytes', () => {
    expect(both(array(uint, 3), [1, 2])).toEqual(['000000020000000100000002', [1, 2]])
    expect(both(fixedArray(uint, 2), [1, 2])).toEqual(['0000000100000002', [1, 2]])
    expect(both(optional(uint), 7)).toEqual(['0000000100000007', 7])
    expect(both(optional(uint), null)).toEqual(['00000000', null])
  })

  it('judge a count before they make room for it', () => {
    expect(() => decode(array(uint, 3), bytes('00000004'))).toThrow(failure('too_long'))
    expect(() => decode(array(uint, 0xffff_ffff), bytes('ffffffff 00000000'))).toThrow(
      failure('truncated'),
    )
    expect(() => encode(array(uint, 1), [1, 2])).toThrow(failure('too_long'))
    expect(() => encode(fixedArray(uint, 1), [1, 2])).toThrow(failure('out_of_range'))
    expect(() => decode(optional(uint), bytes('00000002 00000001 00000001'))).toThrow(
      failure('too_long'),
    )
  })
})

describe('struct, union, enumeration, transform', () => {
  const point = struct({ x: int, label: string(8) })
  const shape = union({ dot: [0, nothing], circle: [3, double] })
  const colour = enumeration({ red: 1, blue: 5 })

  it('have their bytes', () => {
    expect(both(point, { x: 1, label: 'a' })).toEqual([
      '000000010000000161000000',
      { x: 1, label: 'a' },
    ])
    expect(both(shape, { type: 'circle', value: 1 })).toEqual([
      '000000033ff0000000000000',
      { type: 'circle', value: 1 },
    ])
    expect(both(colour, 5)).toEqual(['00000005', 5])
    expect(both(transform(int, { read: String, write: Number }), '12')).toEqual(['0000000c', '12'])
  })

  it('infer their types', () => {
    expectTypeOf<Infer<typeof point>>().toEqualTypeOf<{
      readonly x: number
      readonly label: string
    }>()
    expectTypeOf<Infer<typeof colour>>().toEqualTypeOf<1 | 5>()
    expectTypeOf<Infer<typeof shape>['type']>().toEqualTypeOf<'dot' | 'circle'>()
  })

  it('refuse what is not declared', () => {
    expect(() => decode(shape, bytes('00000001'))).toThrow(failure('bad_value'))
    expect(() => decode(colour, bytes('00000002'))).toThrow(failure('bad_value'))
    expect(() => encode(shape, { type: 'square' } as never)).toThrow(failure('bad_value'))
  })

  it('leave nothing over', () => {
    expect(() => decode(point, bytes('00000001 00000000 00000000'))).toThrow(
      failure('trailing_bytes'),
    )
  })
})

describe('any value', () => {
  const record = struct({
    name: string(400),
    id: int,
    size: uhyper,
    data: opaque(64),
    tags: array(optional(string(400)), 8),
    ratio: double,
    on: bool,
    value: union({ small: [1, uint], large: [4, anyUhyper], text: [7, string(400)] }),
  })
  const text = fc.string({ unit: 'grapheme', maxLength: 10 }).filter((s) => !s.includes('\0'))
  const records: fc.Arbitrary<Infer<typeof record>> = fc.record({
    name: text,
    id: fc.integer(),
    size: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    data: fc.uint8Array({ maxLength: 64 }),
    tags: fc.array(fc.option(text), { maxLength: 8 }),
    ratio: fc.double({ noNaN: true }),
    on: fc.boolean(),
    value: fc.oneof(
      fc.record({ type: fc.constant('small' as const), value: fc.nat() }),
      fc.record({ type: fc.constant('large' as const), value: fc.maxSafeNat() }),
      fc.record({ type: fc.constant('text' as const), value: text }),
    ),
  })

  it('comes back as it went, from a multiple of four bytes', () => {
    fc.assert(
      fc.property(records, (value) => {
        const encoded = encode(record, value)
        expect(encoded.length % 4).toBe(0)
        expect(decode(record, encoded)).toEqual(value)
      }),
    )
  })

  it('never decodes from fewer bytes', () => {
    fc.assert(
      fc.property(records, fc.nat(), (value, cut) => {
        const encoded = encode(record, value)
        const shorter = encoded.subarray(0, cut % encoded.length)
        expect(() => decode(record, shorter)).toThrow(expect.objectContaining({ name: 'XdrError' }))
      }),
    )
  })

  it('fails with XdrError and nothing else on noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          decode(record, Buffer.from(noise))
        } catch (error) {
          expect(error).toMatchObject({ name: 'XdrError' })
        }
      }),
    )
  })
})
