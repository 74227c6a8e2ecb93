import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createSlices } from './slices.ts'

/** A clock that only the work moves on. */
function workOf(msEach: number) {
  let clock = 0
  const done: number[] = []
  const inSlices = createSlices(() => clock)
  const add = (item: number) =>
    inSlices(() => {
      clock += msEach
      done.push(item)
      return item
    })
  return { add, done }
}

test('no turn of the event loop does more than fits into 8 ms, and all is done in order', async () => {
  const { add, done } = workOf(3)
  const all = Promise.all(Array.from({ length: 8 }, (_, item) => add(item)))
  const doneByTurn: number[] = []
  while (done.length < 8) {
    await nextTurn()
    doneByTurn.push(done.length)
  }
  expect(doneByTurn).toEqual([3, 6, 8])
  expect(await all).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

test('work of another turn, or of another host, waits for its turn', async () => {
  const { add, done } = workOf(5)
  const first = [add(0), add(1), add(2)]
  await nextTurn()
  expect(done).toEqual([0, 1])
  const second = add(3)
  await nextTurn()
  expect(done).toEqual([0, 1, 2, 3])
  await Promise.all([...first, second])
})

test('work longer than a slice is done alone', async () => {
  const { add, done } = workOf(50)
  const all = [add(0), add(1)]
  await nextTurn()
  expect(done).toEqual([0])
  expect(await Promise.all(all)).toEqual([0, 1])
})

test('what is thrown is for the one who asked; the next is done all the same', async () => {
  const inSlices = createSlices()
  const failed = inSlices(() => {
    throw new Error('no')
  })
  const next = inSlices(() => 1)
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe(1)
})
