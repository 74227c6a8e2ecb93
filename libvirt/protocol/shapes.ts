import { uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { domain, flag, string, uuid } from './types.ts'

// Arguments that many procedures share.

export const onDomain = struct({ dom: domain })
export const onDomainWithFlags = struct({ dom: domain, flags: uint })
export const onlyFlags = struct({ flags: uint })
export const onlyXml = struct({ xml: string })
export const xmlWithFlags = struct({ xml: string, flags: uint })
export const byName = struct({ name: string })
export const byUuid = struct({ uuid })

/** What every LIST_ALL takes: with `needResults` false it only counts. */
export const listArgs = struct({ needResults: flag, flags: uint })
