import { expect, test } from 'vitest'
import { keysOf } from './keys.ts'

const plain = (keysym: number) => ({ keysym, shift: false })

test('keys write a text', () => {
  expect(keysOf('a B')).toEqual([plain(0x61), plain(0x20), { keysym: 0x42, shift: true }])
  expect(keysOf('1!')).toEqual([plain(0x31), { keysym: 0x21, shift: true }])
  expect(keysOf('é€😀').map(({ keysym }) => keysym)).toEqual([0xe9, 0x10020ac, 0x101f600])
})

test('lines end with Return, whoever wrote them', () => {
  for (const text of ['\n', '\r\n', '\r']) expect(keysOf(text)).toEqual([plain(0xff0d)])
  expect(keysOf('\t')).toEqual([plain(0xff09)])
})
