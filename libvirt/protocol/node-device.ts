import { array } from '../xdr/collections.ts'
import { int, nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { byName, listArgs } from './shapes.ts'
import { counted, flag, nodeDevice, optionalString, string } from './types.ts'

const byNameWithFlags = struct({ name: string, flags: uint })
const withXml = struct({ xmlDesc: string, flags: uint })

/**
 * `(need_results: int, flags: u32) -> (devices: device<65536>, ret: u32)`, see NodeDeviceListFlag.
 */
export const connectListAllNodeDevices = remote(
  'connectListAllNodeDevices',
  285,
  listArgs,
  counted(nodeDevice, Limit.nodeDevices),
)

/** `(name: string) -> (dev: device)`. */
export const nodeDeviceLookupByName = remote('nodeDeviceLookupByName', 113, byName, nodeDevice)

/** `(wwnn, wwpn: string, flags: u32) -> (dev: device)`. */
export const nodeDeviceLookupScsiHostByWwn = remote(
  'nodeDeviceLookupScsiHostByWwn',
  297,
  struct({ wwnn: string, wwpn: string, flags: uint }),
  nodeDevice,
)

/** `(name: string, flags: u32) -> (xml: string)`. */
export const nodeDeviceGetXmlDesc = remote('nodeDeviceGetXmlDesc', 114, byNameWithFlags, string)

/** `(name: string) -> (parentName: *string)`. */
export const nodeDeviceGetParent = remote('nodeDeviceGetParent', 115, byName, optionalString)

/** `(name: string) -> (num: int)`. */
export const nodeDeviceNumOfCaps = remote('nodeDeviceNumOfCaps', 116, byName, int)

/** `(name: string, maxnames: int) -> (names: string<65536>)`: such as pci, net, 80203. */
export const nodeDeviceListCaps = remote(
  'nodeDeviceListCaps',
  117,
  struct({ name: string, maxnames: int }),
  array(string, Limit.nodeDeviceCaps),
)

/**
 * `(name: string, driverName: *string, flags: u32) -> ()`: takes it from the host for a guest;
 * `driverName` is vfio or none.
 */
export const nodeDeviceDetachFlags = remote(
  'nodeDeviceDetachFlags',
  301,
  struct({ name: string, driverName: optionalString, flags: uint }),
  nothing,
)

/** `(name: string) -> ()`: gives it back to the host. */
export const nodeDeviceReAttach = remote('nodeDeviceReAttach', 119, byName, nothing)

/** `(name: string) -> ()`. */
export const nodeDeviceReset = remote('nodeDeviceReset', 120, byName, nothing)

/**
 * `(xml_desc: string, flags: u32) -> (dev: device)`: a virtual one, such as a mediated device; it
 * lasts until the host's next boot.
 */
export const nodeDeviceCreateXml = remote('nodeDeviceCreateXml', 123, withXml, nodeDevice)

/** `(name: string) -> ()`. */
export const nodeDeviceDestroy = remote('nodeDeviceDestroy', 124, byName, nothing)

/** `(xml_desc: string, flags: u32) -> (dev: device)`: a mediated device that lasts. */
export const nodeDeviceDefineXml = remote('nodeDeviceDefineXml', 428, withXml, nodeDevice)

/** `(name: string, flags: u32) -> ()`. */
export const nodeDeviceUndefine = remote('nodeDeviceUndefine', 429, byNameWithFlags, nothing)

/** `(name: string, flags: u32) -> ()`: starts a defined one. */
export const nodeDeviceCreate = remote('nodeDeviceCreate', 430, byNameWithFlags, nothing)

/**
 * `(name, xml_desc: string, flags: u32) -> ()`, see DomainAffect: the values are the same. Since
 * libvirt 10.1.
 */
export const nodeDeviceUpdate = remote(
  'nodeDeviceUpdate',
  447,
  struct({ name: string, xmlDesc: string, flags: uint }),
  nothing,
)

/** `(name: string) -> (autostart: int)`. */
export const nodeDeviceGetAutostart = remote('nodeDeviceGetAutostart', 433, byName, flag)

/** `(name: string, autostart: int) -> ()`. */
export const nodeDeviceSetAutostart = remote(
  'nodeDeviceSetAutostart',
  434,
  struct({ name: string, autostart: flag }),
  nothing,
)

/** `(name: string) -> (persistent: int)`. */
export const nodeDeviceIsPersistent = remote('nodeDeviceIsPersistent', 435, byName, flag)

/** `(name: string) -> (active: int)`. */
export const nodeDeviceIsActive = remote('nodeDeviceIsActive', 436, byName, flag)
