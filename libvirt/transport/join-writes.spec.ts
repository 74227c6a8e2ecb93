import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { joinWrites } from './join-writes.ts'

it('writes held back by a cork go out as one', () => {
  const written: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString())
      done()
    },
  })
  joinWrites(stream)
  stream.write('alone')
  stream.cork()
  for (const word of ['all', 'at', 'once']) stream.write(word)
  stream.uncork()
  expect(written).toEqual(['alone', 'allatonce'])
})
