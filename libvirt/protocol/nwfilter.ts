import { nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { byName, byUuid, listArgs, onlyXml, xmlWithFlags } from './shapes.ts'
import { counted, nwfilter, nwfilterBinding, string } from './types.ts'

/** `(need_results: int, flags: u32) -> (filters: nwfilter<16384>, ret: u32)`. */
export const connectListAllNwfilters = remote(
  'connectListAllNwfilters',
  286,
  listArgs,
  counted(nwfilter, Limit.nwfilters),
)

/** `(name: string) -> (nwfilter: nwfilter)`. */
export const nwfilterLookupByName = remote('nwfilterLookupByName', 175, byName, nwfilter)

/** `(uuid: uuid) -> (nwfilter: nwfilter)`. */
export const nwfilterLookupByUuid = remote('nwfilterLookupByUuid', 176, byUuid, nwfilter)

/** `(nwfilter: nwfilter, flags: u32) -> (xml: string)`. */
export const nwfilterGetXmlDesc = remote(
  'nwfilterGetXmlDesc',
  177,
  struct({ nwfilter, flags: uint }),
  string,
)

/** `(xml: string) -> (nwfilter: nwfilter)`. */
export const nwfilterDefineXml = remote('nwfilterDefineXml', 180, onlyXml, nwfilter)

/** `(xml: string, flags: u32) -> (nwfilter: nwfilter)`, see NwfilterDefineFlag. */
export const nwfilterDefineXmlFlags = remote('nwfilterDefineXmlFlags', 431, xmlWithFlags, nwfilter)

/** `(nwfilter: nwfilter) -> ()`. Fails while a domain uses it. */
export const nwfilterUndefine = remote('nwfilterUndefine', 181, struct({ nwfilter }), nothing)

/** `(need_results: int, flags: u32) -> (bindings: binding<16384>, ret: u32)`. */
export const connectListAllNwfilterBindings = remote(
  'connectListAllNwfilterBindings',
  401,
  listArgs,
  counted(nwfilterBinding, Limit.nwfilterBindings),
)

/** `(name: string) -> (nwfilter: binding)`. */
export const nwfilterBindingLookupByPortDev = remote(
  'nwfilterBindingLookupByPortDev',
  397,
  byName,
  nwfilterBinding,
)

/** `(nwfilter: binding, flags: u32) -> (xml: string)`. */
export const nwfilterBindingGetXmlDesc = remote(
  'nwfilterBindingGetXmlDesc',
  398,
  struct({ nwfilter: nwfilterBinding, flags: uint }),
  string,
)

/** `(xml: string, flags: u32) -> (nwfilter: binding)`, see NwfilterBindingFlag. */
export const nwfilterBindingCreateXml = remote(
  'nwfilterBindingCreateXml',
  399,
  xmlWithFlags,
  nwfilterBinding,
)

/** `(nwfilter: binding) -> ()`. */
export const nwfilterBindingDelete = remote(
  'nwfilterBindingDelete',
  400,
  struct({ nwfilter: nwfilterBinding }),
  nothing,
)
