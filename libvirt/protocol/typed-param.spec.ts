import { describe, expect, it } from 'vitest'
import { decode, encode } from '../xdr/codec.ts'
import { param, paramValues, typedParam, type TypedParam } from './typed-param.ts'

describe('typed parameters', () => {
  it.each<[TypedParam, string]>([
    [param.int('a', -1), '00000001 ffffffff'],
    [param.uint('a', 1), '00000002 00000001'],
    [param.llong('a', -1), '00000003 ffffffffffffffff'],
    [param.ullong('a', 2n ** 64n - 1n), '00000004 ffffffffffffffff'],
    [param.double('a', 0.5), '00000005 3fe0000000000000'],
    [param.boolean('a', true), '00000006 00000001'],
    [param.string('a', 'bc'), '00000007 00000002 62630000'],
  ])('%o has its bytes and is read back', (made, hex) => {
    const bytes = encode(typedParam, made)
    expect(bytes.toString('hex')).toBe(`0000000161000000${hex.replaceAll(' ', '')}`)
    expect(decode(typedParam, bytes)).toEqual(made)
  })

  it('are read by name', () => {
    const values = paramValues([param.uint('vcpu.current', 2), param.string('block.0.name', 'vda')])
    expect(values.get('vcpu.current')).toBe(2)
    expect(values.get('block.0.name')).toBe('vda')
    expect(values.get('other')).toBeUndefined()
  })
})
