import { describe, expect, it } from 'vitest'
import { decode, encode } from '../xdr/codec.ts'
import { domainMonitorEvent } from './qemu.ts'
import { characters } from './types.ts'

describe('characters', () => {
  const label = characters(9)
  const words = (...values: number[]) => {
    const bytes = Buffer.alloc(4 * values.length)
    for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i)
    return bytes
  }

  it('end at the first NUL', () => {
    expect(decode(label, words(3, 0x61, 0x62, 0))).toBe('ab')
    expect(encode(label, 'ab')).toEqual(words(3, 0x61, 0x62, 0))
  })

  it('end at what is a NUL to C, too', () => {
    expect(decode(label, words(4, 0x61, 0x100, 0x62, 0))).toBe('a')
  })
})

describe('events of the monitor', () => {
  it('can be asked for of one domain alone', () => {
    const { args } = domainMonitorEvent.register
    const only = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: -1 }
    expect(decode(args, encode(args, { eventId: 0, only }))).toEqual({ eventId: 0, only })
  })
})
