import { array } from '../xdr/collections.ts'
import { int, nothing } from '../xdr/numbers.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'

/**
 * `() -> (types: int<20>)`, see AuthType. Never to be skipped: for root and for sockets without
 * authentication it is this very call that lets the client in.
 */
export const authList = remote('authList', 66, nothing, array(int, Limit.authTypes))

/** `() -> (complete: int)`: asks the host's polkit whether the socket's peer may manage it. */
export const authPolkit = remote('authPolkit', 70, nothing, int)
