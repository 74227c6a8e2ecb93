import type { Duplex } from 'node:stream'
import type { StageFacts } from './stages.ts'

/** An open byte stream to a libvirt daemon. Whoever destroys the stream ends all behind it. */
export interface Transport<Facts = StageFacts['socket']> {
  readonly duplex: Duplex
  /** Which way worked. */
  readonly facts: Facts
}
