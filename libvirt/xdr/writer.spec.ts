import { describe, expect, it } from 'vitest'
import { createWriter, paddingOf } from './writer.ts'

describe('createWriter', () => {
  it('writes big-endian words of four bytes', () => {
    const writer = createWriter()
    writer.int(-2)
    writer.uint(0x0102_0304)
    writer.uhyper(0x0102_0304_0506_0708n)
    writer.double(1)
    expect(writer.finish().toString('hex')).toBe(
      ['fffffffe', '01020304', '0102030405060708', '3ff0000000000000'].join(''),
    )
  })

  it('fills bytes and text up to a multiple of four with zeros', () => {
    const writer = createWriter()
    writer.bytes(Buffer.from([1, 2, 3, 4, 5]))
    writer.text('ä', 10)
    expect(writer.finish().toString('hex')).toBe('010203040500000000000002c3a40000')
  })

  it('grows, and keeps what was written before', () => {
    const writer = createWriter()
    for (let i = 0; i < 1_000; i++) writer.uint(i)
    const bytes = writer.finish()
    expect(bytes).toHaveLength(4_000)
    expect(bytes.readUInt32BE(0)).toBe(0)
    expect(bytes.readUInt32BE(3_996)).toBe(999)
  })

  it.each([2 ** 31, -(2 ** 31) - 1, 0.5, NaN])('refuses %s as an int', (value) => {
    expect(() => createWriter().int(value)).toThrow(
      expect.objectContaining({ code: 'out_of_range' }),
    )
  })

  it.each([2 ** 32, -1])('refuses %s as a uint', (value) => {
    expect(() => createWriter().uint(value)).toThrow(
      expect.objectContaining({ code: 'out_of_range' }),
    )
  })

  it('refuses 64-bit values that do not fit', () => {
    expect(() => createWriter().uhyper(-1n)).toThrow('not an integer between')
    expect(() => createWriter().hyper(2n ** 63n)).toThrow('not an integer between')
  })

  it('counts text in bytes, not characters', () => {
    expect(() => createWriter().text('ää', 3)).toThrow(
      expect.objectContaining({ code: 'too_long' }),
    )
  })
})

describe('paddingOf', () => {
  it.each([
    [0, 0],
    [1, 3],
    [2, 2],
    [3, 1],
    [4, 0],
  ])('of %i bytes is %i', (length, padding) => {
    expect(paddingOf(length)).toBe(padding)
  })
})
