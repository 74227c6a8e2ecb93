import { createRandom, type Random } from './random.ts'

/** Something that takes bytes of a stranger. */
export interface FuzzTarget {
  readonly name: string
  /** Inputs that every run begins with: each truncation of something real, each odd length. */
  readonly known?: readonly (() => Buffer)[]
  /** One more input, by chance. */
  readonly make: (random: Random) => Buffer
  /** Throws, or rejects, when the input shows a defect. Must not depend on anything but the input. */
  readonly run: (input: Buffer) => unknown
}

/** Input `index` of the run `seed`: the same bytes each time. */
export function inputOf(target: FuzzTarget, seed: number, index: number): Buffer {
  const known = target.known?.[index]
  return known ? known() : target.make(createRandom(seed, index))
}
