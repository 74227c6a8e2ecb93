import { expect, test } from 'vitest'
import { readableLog } from './readable-log.ts'

test.each([
  ['colours', '\u001B[1;32m[  OK  ]\u001B[0m Started', '[  OK  ] Started'],
  ['movements', '\u001B[2J\u001B[01;01HSeaBIOS', 'SeaBIOS'],
  ['titles', '\u001B]0;root@vm\u0007$ ', '$ '],
  ['other sequences', '\u001B(B\u001B=\u001BcReady', 'Ready'],
  ['ends of lines', 'one\r\ntwo\r\r\n', 'one\ntwo\n'],
  ['lines written over', 'loading 10%\rloading 99%\nnext', 'loading 99%\nnext'],
  ['bells and the like', 'a\u0007\u0000b\u0008\tc', 'ab\tc'],
])('%s', (_, text, readable) => {
  expect(readableLog(text)).toBe(readable)
})
