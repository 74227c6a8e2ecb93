// Sets of host processors: one bit for each, the lowest first, in as many bytes as that takes.

/** The map of these processors, for pinning: `cpuMap([0, 2])` are the bytes `05`. */
export function cpuMap(cpus: Iterable<number>): Uint8Array {
  const wanted = [...cpus]
  const map = new Uint8Array(wanted.reduce((size, cpu) => Math.max(size, (cpu >> 3) + 1), 0))
  for (const cpu of wanted) map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7))
  return map
}

/** The processors in a map, in order. */
export function cpusOf(map: Uint8Array): readonly number[] {
  return [...map].flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => index * 8 + bit),
  )
}

/** Parts maps that were sent as one, `maplen` bytes each. */
export function cpuMaps(maps: Uint8Array, maplen: number): readonly Uint8Array[] {
  const count = maplen > 0 ? Math.floor(maps.length / maplen) : 0
  return Array.from({ length: count }, (_, i) => maps.subarray(i * maplen, (i + 1) * maplen))
}
