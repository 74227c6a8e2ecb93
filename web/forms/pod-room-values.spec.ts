import { expect, test } from 'vitest'
import type { PodRoom } from '../../contract/compose.ts'
import { inOneSentence } from './pod-room-result.tsx'
import { roomDefaults, roomQuestion } from './pod-room-values.ts'

test('numbers make a question', () => {
  expect(roomQuestion({ ...roomDefaults, storage: ' 8.5 ' })).toEqual({
    ok: true,
    value: { count: 20, cores: 2, memory: 4096, storage: 'root:8.5' },
  })
})

test.each([
  [{ count: '0' }, /1 to 10000 machines/],
  [{ count: '10001' }, /1 to 10000 machines/],
  [{ cores: '' }, /cores of each/],
  [{ memory: '1023' }, /at least 1024 MiB/],
  [{ storage: '8,9' }, /disk of each/],
  [{ storage: 'x' }, /disk of each/],
])('%j makes none', (more, message) => {
  const question = roomQuestion({ ...roomDefaults, ...more })
  expect(question).toEqual({ ok: false, message: expect.stringMatching(message) as string })
})

const room = (name: string, placed: number): PodRoom => ({
  id: 1,
  name,
  room: placed,
  bound: 'cores',
  reason: '',
  placed,
})

test.each([
  [20, [8, 12], 'All 20 fit, on 2 pods.'],
  [20, [20, 0], 'All 20 fit, on a.'],
  [20, [8, 11], '19 of 20 fit, on 2 pods; 1 finds no place.'],
  [20, [8, 0], '8 of 20 fit, on a; 12 find no place.'],
  [20, [0, 0], 'None of the 20 finds a place.'],
  [1, [1, 0], 'It fits, on a.'],
  [1, [0, 0], 'It finds no place.'],
])('%d: %j', (count, placed, words) => {
  const pods = placed.map((each, index) => room('ab'.charAt(index), each))
  expect(inOneSentence({ count, placed: placed.reduce((sum, each) => sum + each, 0), pods })).toBe(
    words,
  )
})
