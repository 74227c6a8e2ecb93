import { expect, test } from 'vitest'
import { inOneWord, memoryAmount, oneDecimal, storageAmount, upToOneDecimal } from './units.ts'

test.each([
  [512, '512 MiB'],
  [1024, '1 GiB'],
  [11_864, '11.6 GiB'],
  [1_572_864, '1.5 TiB'],
  [0, '0 MiB'],
  [-2048, '-2 GiB'],
])('%d MiB of memory is %s', (mebibytes, words) => {
  expect(inOneWord(memoryAmount(mebibytes))).toBe(words)
})

test.each([
  [8_000_000_000, '8 GB'],
  [200_000_000_000, '200 GB'],
  [1_250_000_000_000, '1.3 TB'],
  [999, '999 B'],
  [0, '0 B'],
])('%d bytes of storage are %s', (bytes, words) => {
  expect(inOneWord(storageAmount(bytes))).toBe(words)
})

test('nothing is shown as minus nothing', () => {
  expect(oneDecimal(-0.04)).toBe('0.0')
  expect(upToOneDecimal(-0.04)).toBe('0')
})
