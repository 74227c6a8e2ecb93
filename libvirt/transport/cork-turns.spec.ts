import { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { corkTurns } from './cork-turns.ts'

function recording() {
  const written: string[][] = []
  const stream = new Writable({
    writev(chunks, done) {
      written.push(chunks.map(({ chunk }) => String(chunk)))
      done()
    },
  })
  corkTurns(stream)
  return { stream, written }
}

it('writes what one turn wrote in one go, the next turn for itself', async () => {
  const { stream, written } = recording()
  for (const part of ['length', 'text', 'tag']) stream.write(part)
  await turn()
  stream.write('alone')
  await turn()
  expect(written).toEqual([['length', 'text', 'tag'], ['alone']])
})

it('loses nothing at the end', async () => {
  const { stream, written } = recording()
  stream.write('last')
  stream.end('words')
  await turn()
  expect(written.flat()).toEqual(['last', 'words'])
  expect(stream.writableFinished).toBe(true)
})
