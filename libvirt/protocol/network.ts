import { optional } from '../xdr/collections.ts'
import { anyHyper, int, nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './constants.ts'
import { remote } from './remote.ts'
import { counted, flag, network, optionalString, string } from './types.ts'

const onNetwork = struct({ net: network })

/** `(name: string) -> (net: network)`. */
export const networkLookupByName = remote(
  'networkLookupByName',
  46,
  struct({ name: string }),
  network,
)

/** `(net: network, flags: u32) -> (xml: string)`. */
export const networkGetXmlDesc = remote(
  'networkGetXmlDesc',
  43,
  struct({ net: network, flags: uint }),
  string,
)

/** `(net: network) -> (active: int)`. */
export const networkIsActive = remote('networkIsActive', 152, onNetwork, flag)

/** `(net: network) -> (autostart: int)`. */
export const networkGetAutostart = remote('networkGetAutostart', 44, onNetwork, flag)

/** `(net: network, autostart: int) -> ()`. Emits no event. */
export const networkSetAutostart = remote(
  'networkSetAutostart',
  48,
  struct({ net: network, autostart: flag }),
  nothing,
)

/** `(xml: string) -> (net: network)`. */
export const networkDefineXml = remote('networkDefineXml', 41, struct({ xml: string }), network)

/** `(net: network) -> ()`: starts it. */
export const networkCreate = remote('networkCreate', 39, onNetwork, nothing)

/** `(net: network) -> ()`: stops it. */
export const networkDestroy = remote('networkDestroy', 42, onNetwork, nothing)

/** `(net: network) -> ()`. */
export const networkUndefine = remote('networkUndefine', 49, onNetwork, nothing)

/**
 * `(net: network, mac: *string, need_results: int, flags: u32) -> (leases<65536>, ret: u32)`,
 * a lease being `(iface: string, expirytime: i64 seconds, type: int, mac, iaid: *string,
 * ipaddr: string, prefix: u32, hostname, clientid: *string)`. Leases may be stale.
 */
export const networkGetDhcpLeases = remote(
  'networkGetDhcpLeases',
  341,
  struct({ net: network, mac: optional(string), needResults: flag, flags: uint }),
  counted(
    struct({
      iface: string,
      expirytime: anyHyper,
      type: int,
      mac: optionalString,
      iaid: optionalString,
      ipaddr: string,
      prefix: uint,
      hostname: optionalString,
      clientid: optionalString,
    }),
    Limit.dhcpLeases,
  ),
)
