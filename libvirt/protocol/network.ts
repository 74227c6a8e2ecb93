import { anyHyper, int, nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { byName, byUuid, onlyXml, xmlWithFlags } from './shapes.ts'
import { counted, flag, network, optionalString, string } from './types.ts'

const onNetwork = struct({ net: network })

/** `(name: string) -> (net: network)`. */
export const networkLookupByName = remote('networkLookupByName', 46, byName, network)

/** `(uuid: uuid) -> (net: network)`. */
export const networkLookupByUuid = remote('networkLookupByUuid', 47, byUuid, network)

/** `(net: network, flags: u32) -> (xml: string)`, see NetworkXmlFlag. */
export const networkGetXmlDesc = remote(
  'networkGetXmlDesc',
  43,
  struct({ net: network, flags: uint }),
  string,
)

/** `(net: network) -> (name: string)`. */
export const networkGetBridgeName = remote('networkGetBridgeName', 45, onNetwork, string)

/** `(net: network) -> (active: int)`. */
export const networkIsActive = remote('networkIsActive', 152, onNetwork, flag)

/** `(net: network) -> (persistent: int)`. */
export const networkIsPersistent = remote('networkIsPersistent', 153, onNetwork, flag)

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
export const networkDefineXml = remote('networkDefineXml', 41, onlyXml, network)

/** `(xml: string, flags: u32) -> (net: network)`, see NetworkDefineFlag. */
export const networkDefineXmlFlags = remote('networkDefineXmlFlags', 432, xmlWithFlags, network)

/** `(net: network) -> ()`: starts it. */
export const networkCreate = remote('networkCreate', 39, onNetwork, nothing)

/** `(xml: string) -> (net: network)`: starts a network that exists only while it is active. */
export const networkCreateXml = remote('networkCreateXml', 40, onlyXml, network)

/**
 * `(xml: string, flags: u32) -> (net: network)`, see NetworkDefineFlag: the values are the same.
 */
export const networkCreateXmlFlags = remote('networkCreateXmlFlags', 437, xmlWithFlags, network)

/** `(net: network) -> ()`: stops it. */
export const networkDestroy = remote('networkDestroy', 42, onNetwork, nothing)

/** `(net: network) -> ()`. */
export const networkUndefine = remote('networkUndefine', 49, onNetwork, nothing)

/**
 * `(net: network, command, section: u32, parentIndex: int, xml: string, flags: u32) -> ()`: changes
 * one element; see NetworkUpdateCommand, NetworkSection and NetworkUpdateFlag. -1 lets the host find
 * the parent. Hosts that lack ConnectFeature.networkUpdateHasCorrectOrder (before libvirt 7.2) take
 * `command` and `section` for each other.
 */
export const networkUpdate = remote(
  'networkUpdate',
  291,
  struct({
    net: network,
    command: uint,
    section: uint,
    parentIndex: int,
    xml: string,
    flags: uint,
  }),
  nothing,
)

/**
 * `(net: network, mac: *string, need_results: int, flags: u32) -> (leases: (iface: string,
 * expirytime: i64, type: int, mac, iaid: *string, ipaddr: string, prefix: u32, hostname, clientid:
 * *string)<65536>, ret: u32)`. Leases may be stale. Seconds since 1970.
 */
export const networkGetDhcpLeases = remote(
  'networkGetDhcpLeases',
  341,
  struct({ net: network, mac: optionalString, needResults: flag, flags: uint }),
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

/**
 * `(network: network, type: int, metadata, key, uri: *string, flags: u32) -> ()`, see
 * DomainMetadata: the values are the same. Since libvirt 9.7.
 */
export const networkSetMetadata = remote(
  'networkSetMetadata',
  444,
  struct({
    network,
    type: int,
    metadata: optionalString,
    key: optionalString,
    uri: optionalString,
    flags: uint,
  }),
  nothing,
)

/**
 * `(network: network, type: int, uri: *string, flags: u32) -> (metadata: string)`, see
 * DomainMetadata: the values are the same. Since libvirt 9.7.
 */
export const networkGetMetadata = remote(
  'networkGetMetadata',
  445,
  struct({ network, type: int, uri: optionalString, flags: uint }),
  string,
)
