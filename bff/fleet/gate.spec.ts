import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'
import { createGate } from './gate.ts'

const never = new AbortController().signal
const settled = () => new Promise((resolve) => setImmediate(resolve))

function manual() {
  const started: number[] = []
  const ends: (() => void)[] = []
  const work = (n: number) => () => {
    started.push(n)
    return new Promise<number>((resolve) => ends.push(() => resolve(n)))
  }
  return { started, ends, work }
}

test('so many at a time, the rest in the order they came', async () => {
  const gate = createGate(2)
  const { started, ends, work } = manual()
  const all = [1, 2, 3, 4].map((n) => gate(never, work(n)))
  await settled()
  expect(started).toEqual([1, 2])
  ends[0]?.()
  await settled()
  expect(started).toEqual([1, 2, 3])
  ends[1]?.()
  ends[2]?.()
  await settled()
  ends[3]?.()
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4])
})

test('who gives up in line does not take a turn', async () => {
  const gate = createGate(1)
  const { started, ends, work } = manual()
  const controller = new AbortController()
  const first = gate(never, work(1))
  const second = gate(controller.signal, work(2))
  const third = gate(never, work(3))
  controller.abort()
  await expect(second).rejects.toThrow('aborted')
  ends[0]?.()
  await first
  await settled()
  expect(started).toEqual([1, 3])
  ends[1]?.()
  expect(await third).toBe(3)
})

test('work that fails gives its place back', async () => {
  const gate = createGate(1)
  await expect(gate(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await gate(never, () => Promise.resolve(1))).toBe(1)
})

test('the wait grows from 1 s to 60 s, half of it by chance', () => {
  expect([0, 1, 2, 3, 10].map((failures) => backoffMs(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 60_000,
  ])
  expect([0, 1, 3, 1_000].map((failures) => backoffMs(failures, 0))).toEqual([
    1_000, 1_000, 4_000, 30_000,
  ])
})
