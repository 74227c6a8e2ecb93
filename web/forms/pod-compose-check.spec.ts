import { describe, expect, test } from 'vitest'
import { composeRules, outlookOf } from './pod-compose-check.ts'
import { composeDefaults, type ComposeValues, newDisk } from './pod-compose-values.ts'
import { somePod } from './testing/some-pod.ts'

const pod = somePod()
const outlook = (more: Partial<ComposeValues> = {}) =>
  outlookOf(pod, { ...composeDefaults(pod), ...more })

describe('what is left', () => {
  test('how many more of the same fit after it, and what runs out first', () => {
    expect(outlook({ cores: '2' })).toMatchObject({
      shortage: null,
      more: { room: 1, bound: 'cores' },
    })
    expect(outlook({ memory: '6144' })).toMatchObject({ more: { room: 1, bound: 'memory' } })
    expect(outlook({ disk_rows: [{ ...newDisk, capacity: '15' }] })).toMatchObject({
      more: { room: 1, bound: 'storage' },
    })
  })

  test('equality fits', () => {
    expect(outlook({ cores: '5' })).toMatchObject({ shortage: null, more: { room: 0 } })
    expect(outlook({ cores: '6' })?.shortage).toMatch(/6 CPU cores asked for, 5 free/)
  })

  test('of the storage pools that are asked, the tightest', () => {
    const disk_rows = [
      { ...newDisk, capacity: '10' },
      { ...newDisk, capacity: '45', location: 'uuid-odd' },
    ]
    expect(outlook({ disk_rows })?.storage).toEqual({
      name: 'my, pool',
      allocated: 50e9,
      limit: 100e9,
      asked: 45e9,
    })
  })

  test('nothing while a number cannot be read', () => {
    expect(outlook({ cores: 'x' })).toBeNull()
  })
})

describe('too much storage', () => {
  const disk_rows = [
    { ...newDisk, capacity: '20' },
    { ...newDisk, capacity: '11' },
  ]

  test('is said at the disk with which the pool overflows', () => {
    expect(composeRules.capacity(pod, disk_rows, 0)).toBe(true)
    expect(composeRules.capacity(pod, disk_rows, 1)).toBe('31 GB asked for, 30 GB free in images.')
  })

  test('is said with numbers', () => {
    expect(outlook({ disk_rows })?.shortage).toBe('31 GB asked for, 30 GB free in images.')
  })
})

describe('fields', () => {
  test.each([
    ['cores', '', true],
    ['cores', ' 5 ', true],
    ['cores', '0', 'Ensure this value is greater than or equal to 1.'],
    ['cores', '1.5', 'Enter a whole number.'],
    ['cores', '9', /less than or equal to 8\..* one machine cannot have more/],
    ['memory', '1023', 'Ensure this value is greater than or equal to 1024.'],
    ['memory', '12289', /12289 MiB of memory asked for, 12288 free/],
    ['cpu_speed', '2000', true],
    ['cpu_speed', '2001', 'kvm1 has cores of 2000 MHz.'],
    ['cpu_speed', '299', 'Ensure this value is greater than or equal to 300.'],
    ['pinned_cores', '0,2-5', true],
    ['pinned_cores', '0-7', /8 CPU cores asked for, 5 free/],
    ['pinned_cores', '8', 'kvm1 has cores 0 to 7.'],
    ['pinned_cores', 'all', 'Enter numbers of host cores, separated by commas.'],
    ['tags', 'ssd, fast', true],
    ['tags', 'images', 'images is a storage pool: choose it as the location.'],
    ['tags', 'a(b', 'A tag may not contain brackets.'],
  ] as const)('%s %j', (name, text, answer) => {
    const said = composeRules[name](pod, text)
    if (answer instanceof RegExp) expect(said).toMatch(answer)
    else expect(said).toBe(answer)
  })

  test.each(['', '52:54:00:12:34:56', '52:54:00:AB:CD:EF'])('MAC %j', (mac) => {
    expect(composeRules.mac(mac)).toBe(true)
  })
  test.each(['52:54', '53:54:00:12:34:56', 'x,network=y'])('no MAC: %j', (mac) => {
    expect(composeRules.mac(mac)).not.toBe(true)
  })

  test('what is left empty is asked for too', () => {
    const full = somePod({ used: { cores: 8, memory: 15_000, local_storage: 0 } })
    expect(composeRules.cores(full, '')).toMatch(/1 CPU cores asked for, 0 free/)
    expect(composeRules.memory(full, '')).toMatch(/2048 MiB of memory asked for, 1384 free/)
    expect(composeRules.pinned_cores(full, '')).toBe(true)
  })
})
