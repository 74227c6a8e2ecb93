import { array } from '../xdr/collections.ts'
import { nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { onDomainWithFlags } from './shapes.ts'
import { typedParam } from './typed-param.ts'
import { domain, flag, optionalString, string } from './types.ts'

/**
 * `(dom: domain, flags: u32) -> ()`: stops it and keeps its memory; the next start resumes there.
 * See DomainSaveFlag.
 */
export const domainManagedSave = remote('domainManagedSave', 182, onDomainWithFlags, nothing)

/** `(dom: domain, flags: u32) -> (result: int)`. */
export const domainHasManagedSaveImage = remote(
  'domainHasManagedSaveImage',
  183,
  onDomainWithFlags,
  flag,
)

/** `(dom: domain, flags: u32) -> ()`: the next start boots. */
export const domainManagedSaveRemove = remote(
  'domainManagedSaveRemove',
  184,
  onDomainWithFlags,
  nothing,
)

/** `(dom: domain, flags: u32) -> (xml: string)`, see DomainXmlFlag.secure. */
export const domainManagedSaveGetXmlDesc = remote(
  'domainManagedSaveGetXmlDesc',
  388,
  onDomainWithFlags,
  string,
)

/** `(dom: domain, dxml: *string, flags: u32) -> ()`, see DomainSaveFlag. */
export const domainManagedSaveDefineXml = remote(
  'domainManagedSaveDefineXml',
  389,
  struct({ dom: domain, dxml: optionalString, flags: uint }),
  nothing,
)

/** `(dom: domain, to: string) -> ()`: stops it and writes its memory to a file on the host. */
export const domainSave = remote('domainSave', 55, struct({ dom: domain, to: string }), nothing)

/**
 * `(dom: domain, to: string, dxml: *string, flags: u32) -> ()`, see DomainSaveFlag; `dxml` changes
 * what the guest cannot see.
 */
export const domainSaveFlags = remote(
  'domainSaveFlags',
  232,
  struct({ dom: domain, to: string, dxml: optionalString, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, params: param<64>, flags: u32) -> ()`: file, dxml (string); without a file like
 * domainManagedSave. See DomainSaveFlag.
 */
export const domainSaveParams = remote(
  'domainSaveParams',
  440,
  struct({ dom: domain, params: array(typedParam, Limit.saveParams), flags: uint }),
  nothing,
)

/** `(from: string) -> ()`. */
export const domainRestore = remote('domainRestore', 54, struct({ from: string }), nothing)

/** `(from: string, dxml: *string, flags: u32) -> ()`, see DomainSaveFlag. */
export const domainRestoreFlags = remote(
  'domainRestoreFlags',
  233,
  struct({ from: string, dxml: optionalString, flags: uint }),
  nothing,
)

/** `(params: param<64>, flags: u32) -> ()`: file, dxml (string); see DomainSaveFlag. */
export const domainRestoreParams = remote(
  'domainRestoreParams',
  441,
  struct({ params: array(typedParam, Limit.saveParams), flags: uint }),
  nothing,
)

/** `(file: string, flags: u32) -> (xml: string)`, see DomainXmlFlag.secure. */
export const domainSaveImageGetXmlDesc = remote(
  'domainSaveImageGetXmlDesc',
  235,
  struct({ file: string, flags: uint }),
  string,
)

/** `(file, dxml: string, flags: u32) -> ()`, see DomainSaveFlag. */
export const domainSaveImageDefineXml = remote(
  'domainSaveImageDefineXml',
  236,
  struct({ file: string, dxml: string, flags: uint }),
  nothing,
)

/** `(dom: domain, to: string, flags: u32) -> ()`: to a file on the host; see DomainCoreDumpFlag. */
export const domainCoreDump = remote(
  'domainCoreDump',
  53,
  struct({ dom: domain, to: string, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, to: string, dumpformat, flags: u32) -> ()`, see DomainCoreDumpFormat and
 * DomainCoreDumpFlag.
 */
export const domainCoreDumpWithFormat = remote(
  'domainCoreDumpWithFormat',
  334,
  struct({ dom: domain, to: string, dumpformat: uint, flags: uint }),
  nothing,
)
