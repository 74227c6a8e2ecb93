import { describe, expect, test } from 'vitest'
import { capacity } from '../../contract/rules/overcommit.ts'
import { somePod } from './testing/some-pod.ts'
import { consequence, formula, roomInWords, roomText, typicalSize } from './pod-what-if.ts'

describe('the formula reads like the manual', () => {
  test.each([
    [8, 1, '8 physical CPU cores × 1 = 8 virtual CPU cores'],
    [8, 0.5, '8 physical CPU cores × 0.5 = 4 virtual CPU cores'],
    [32, 10, '32 physical CPU cores × 10 = 320 virtual CPU cores'],
  ])('%d x %d', (physical, ratio, words) => {
    expect(formula('cpu', capacity(physical, ratio, 0))).toBe(words)
  })

  test('for memory, in GiB', () => {
    expect(formula('memory', capacity(128 * 1024, 5.5, 0))).toBe(
      '128 GiB physical memory × 5.5 = 704 GiB virtual memory',
    )
  })
})

describe('consequences', () => {
  test('none to speak of at the default with room left', () => {
    expect(consequence('cpu', capacity(8, 1, 4))).toEqual({ tone: 'info', text: 'No over commit.' })
  })
  test('less than 1 keeps something for the host', () => {
    expect(consequence('cpu', capacity(8, 0.5, 4)).text).toBe('Keeps 4 cores for the host.')
    expect(consequence('memory', capacity(2048, 0.5, 0)).text).toBe('Keeps 1 GiB for the host.')
  })
  test('0 forbids composing', () => {
    expect(consequence('cpu', capacity(8, 0, 4)).text).toMatch(/forbids composing/)
  })
  test('a limit below what is allocated is told in numbers', () => {
    expect(consequence('cpu', capacity(8, 0.5, 6))).toEqual({
      tone: 'negative',
      text: '2 cores more than this limit are allocated. Machines keep running; none can be composed.',
    })
  })
  test('memory beyond the physical size is risky, cores are not', () => {
    expect(consequence('memory', capacity(1024, 2, 0)).tone).toBe('caution')
    expect(consequence('cpu', capacity(8, 2, 0)).tone).toBe('info')
  })
})

test('what fits names the number that binds', () => {
  expect(roomInWords(typicalSize, { count: 6, bound: 'cores' })).toBe(
    'Room for 6 more of 2 cores and 4 GiB; CPU cores run out first.',
  )
  expect(roomInWords(typicalSize, { count: 0, bound: 'memory' })).toBe(
    'No room for a machine of 2 cores and 4 GiB: too little memory.',
  )
})

test('what fits follows the ratios as they are typed', () => {
  const pod = somePod()
  expect(roomText(pod, '1', '1')).toBe(
    'Room for 2 more of 2 cores and 4 GiB; CPU cores run out first.',
  )
  expect(roomText(pod, '2', '1')).toBe(
    'Room for 3 more of 2 cores and 4 GiB; memory runs out first. Before the change: 2.',
  )
  expect(roomText(pod, '0.5', '1')).toBe(
    'No room for a machine of 2 cores and 4 GiB: too few CPU cores. Before the change: 2.',
  )
  expect(roomText(pod, '11', '1')).toBeNull()
})
