import { array } from '../xdr/collections.ts'
import { int, nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { typedParam } from './typed-param.ts'
import { counted, flag, network, networkPort, string, uuid } from './types.ts'

const onPort = struct({ port: networkPort, flags: uint })

/** `(network: network, need_results: int, flags: u32) -> (ports: port<16384>, ret: u32)`. */
export const networkListAllPorts = remote(
  'networkListAllPorts',
  404,
  struct({ network, needResults: flag, flags: uint }),
  counted(networkPort, Limit.networkPorts),
)

/** `(network: network, uuid: uuid) -> (port: port)`. */
export const networkPortLookupByUuid = remote(
  'networkPortLookupByUuid',
  405,
  struct({ network, uuid }),
  networkPort,
)

/** `(port: port, flags: u32) -> (xml: string)`. */
export const networkPortGetXmlDesc = remote('networkPortGetXmlDesc', 409, onPort, string)

/** `(network: network, xml: string, flags: u32) -> (port: port)`, see NetworkPortCreateFlag. */
export const networkPortCreateXml = remote(
  'networkPortCreateXml',
  406,
  struct({ network, xml: string, flags: uint }),
  networkPort,
)

/** `(port: port, flags: u32) -> ()`. */
export const networkPortDelete = remote('networkPortDelete', 410, onPort, nothing)

/** `(port: port, nparams: int, flags: u32) -> (params: param<16>, nparams: int)`: bandwidth. */
export const networkPortGetParameters = remote(
  'networkPortGetParameters',
  407,
  struct({ port: networkPort, nparams: int, flags: uint }),
  struct({ params: array(typedParam, Limit.networkPortParams), nparams: int }),
)

/** `(port: port, params: param<16>, flags: u32) -> ()`: bandwidth. */
export const networkPortSetParameters = remote(
  'networkPortSetParameters',
  408,
  struct({ port: networkPort, params: array(typedParam, Limit.networkPortParams), flags: uint }),
  nothing,
)
