import { nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { byName, listArgs, onlyFlags, xmlWithFlags } from './shapes.ts'
import { counted, flag, hostInterface, string } from './types.ts'

const onInterfaceWithFlags = struct({ iface: hostInterface, flags: uint })
const onInterface = struct({ iface: hostInterface })

/** `(need_results: int, flags: u32) -> (ifaces: interface<16384>, ret: u32)`, see ListFlag. */
export const connectListAllInterfaces = remote(
  'connectListAllInterfaces',
  284,
  listArgs,
  counted(hostInterface, Limit.hostInterfaces),
)

/** `(name: string) -> (iface: interface)`. */
export const interfaceLookupByName = remote('interfaceLookupByName', 128, byName, hostInterface)

/**
 * `(mac: string) -> (iface: interface)`. VIR_ERR_MULTIPLE_INTERFACES where several share it, as
 * bridges do.
 */
export const interfaceLookupByMacString = remote(
  'interfaceLookupByMacString',
  129,
  struct({ mac: string }),
  hostInterface,
)

/** `(iface: interface, flags: u32) -> (xml: string)`, see InterfaceXmlFlag. */
export const interfaceGetXmlDesc = remote('interfaceGetXmlDesc', 130, onInterfaceWithFlags, string)

/** `(iface: interface) -> (active: int)`. */
export const interfaceIsActive = remote('interfaceIsActive', 156, onInterface, flag)

/**
 * `(xml: string, flags: u32) -> (iface: interface)`. Drivers: netcf; udev, which most hosts have,
 * only reads.
 */
export const interfaceDefineXml = remote('interfaceDefineXml', 131, xmlWithFlags, hostInterface)

/** `(iface: interface) -> ()`. */
export const interfaceUndefine = remote('interfaceUndefine', 132, onInterface, nothing)

/** `(iface: interface, flags: u32) -> ()`: starts it. */
export const interfaceCreate = remote('interfaceCreate', 133, onInterfaceWithFlags, nothing)

/** `(iface: interface, flags: u32) -> ()`: stops it. */
export const interfaceDestroy = remote('interfaceDestroy', 134, onInterfaceWithFlags, nothing)

/**
 * `(flags: u32) -> ()`: what is changed until commit can be rolled back, and is at the next boot.
 */
export const interfaceChangeBegin = remote('interfaceChangeBegin', 220, onlyFlags, nothing)

/** `(flags: u32) -> ()`. */
export const interfaceChangeCommit = remote('interfaceChangeCommit', 221, onlyFlags, nothing)

/** `(flags: u32) -> ()`. */
export const interfaceChangeRollback = remote('interfaceChangeRollback', 222, onlyFlags, nothing)
