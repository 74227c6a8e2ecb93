import { describe, expect, it } from 'vitest'
import { cpuMap, cpuMaps, cpusOf } from './cpu-map.ts'

describe('cpuMap', () => {
  it.each([
    [[], []],
    [[0, 2], [0b101]],
    [
      [7, 8],
      [0x80, 0x01],
    ],
    [[65], [0, 0, 0, 0, 0, 0, 0, 0, 0b10]],
  ])('%j is %j', (cpus, bytes) => {
    expect([...cpuMap(cpus)]).toEqual(bytes)
    expect(cpusOf(Uint8Array.from(bytes))).toEqual(cpus)
  })

  it('parts what was sent as one', () => {
    const maps = cpuMaps(Uint8Array.of(1, 0, 2, 0, 4, 0), 2)
    expect(maps.map((map) => cpusOf(map))).toEqual([[0], [1], [2]])
    expect(cpuMaps(Uint8Array.of(1, 2), 0)).toEqual([])
  })
})
