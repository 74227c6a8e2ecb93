import type { Random } from './random.ts'

/** Words at the edges of what lengths, counts, tags and numbers may be. */
export const ODD_WORDS = [
  0,
  1,
  2,
  3,
  4,
  5,
  27,
  28,
  29,
  0x7f,
  0x80,
  0xff,
  0x100,
  0xffff,
  0x1_0000,
  4_095,
  4_096,
  4_097,
  16_384,
  16_385,
  4 * 1024 ** 2,
  4 * 1024 ** 2 + 1,
  32 * 1024 ** 2 + 3,
  32 * 1024 ** 2 + 4,
  32 * 1024 ** 2 + 5,
  0x2000_8086,
  0x3fff_ffff,
  0x4000_0000,
  0x7fff_fffc,
  0x7fff_ffff,
  0x8000_0000,
  0x8000_0001,
  0xffff_fff8,
  0xffff_fffb,
  0xffff_fffc,
  0xffff_fffd,
  0xffff_fffe,
  0xffff_ffff,
] as const

type Mutation = (random: Random, bytes: Buffer) => Buffer

const splice = (bytes: Buffer, at: number, remove: number, insert: Uint8Array) =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)])

const wordAt = (random: Random, { length }: Buffer) => random.below(Math.max(1, length >> 2)) * 4

const oddWord = (random: Random) => {
  const word = Buffer.alloc(4)
  word.writeUInt32BE(random.pick(ODD_WORDS))
  return word
}

const mutations: readonly Mutation[] = [
  function flipBit(random, bytes) {
    const copy = Buffer.from(bytes)
    const at = random.below(copy.length)
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
    return copy
  },
  function swapBytes(random, bytes) {
    const copy = Buffer.from(bytes)
    const [a, b] = [random.below(copy.length), random.below(copy.length)]
    ;[copy[a], copy[b]] = [copy[b] ?? 0, copy[a] ?? 0]
    return copy
  },
  (random, bytes) => splice(bytes, wordAt(random, bytes), 4, oddWord(random)),
  (random, bytes) => splice(bytes, wordAt(random, bytes), 0, oddWord(random)),
  (random, bytes) => splice(bytes, wordAt(random, bytes), 4, Buffer.alloc(0)),
  (random, bytes) =>
    splice(bytes, random.below(bytes.length + 1), random.below(16), random.bytes(random.below(16))),
  (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1)),
  function repeat(random, bytes) {
    const at = wordAt(random, bytes)
    return splice(bytes, at, 0, bytes.subarray(at, at + 4 * (1 + random.below(16))))
  },
  function addToWord(random, bytes) {
    const copy = Buffer.from(bytes)
    const at = wordAt(random, copy)
    if (at + 4 <= copy.length) {
      copy.writeUInt32BE((copy.readUInt32BE(at) + random.below(9) - 4) >>> 0, at)
    }
    return copy
  },
]

/** Damages bytes in one to four ways. */
export function mutate(random: Random, bytes: Buffer): Buffer {
  let mutant = bytes
  for (let left = 1 + random.below(4); left > 0 && mutant.length > 0; left--) {
    mutant = random.pick(mutations)(random, mutant)
  }
  return mutant
}
