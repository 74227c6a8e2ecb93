import { bounds } from './bounds.ts'
import { decoder, roundTrip } from './decode.ts'
import { encoder } from './encode.ts'
import { framer } from './framing.ts'
import { rpc } from './rpc.ts'
import { streams } from './streams.ts'
import type { FuzzTarget } from './target.ts'
import { address, hostKey, privateKeyText, probe } from './text.ts'

/** Everything in libvirt/ that takes the bytes or the text of a stranger. */
export const targets: readonly FuzzTarget[] = [
  bounds,
  framer,
  decoder,
  roundTrip,
  encoder,
  rpc,
  streams,
  address,
  hostKey,
  privateKeyText,
  probe,
]
