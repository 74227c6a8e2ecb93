import { int, nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { onDomainWithFlags } from './shapes.ts'
import { counted, domain, flag, snapshot, string } from './types.ts'

const onSnapshot = struct({ snap: snapshot, flags: uint })

/** `(dom: domain, xml_desc: string, flags: u32) -> (snap: snapshot)`, see SnapshotCreateFlag. */
export const domainSnapshotCreateXml = remote(
  'domainSnapshotCreateXml',
  185,
  struct({ dom: domain, xmlDesc: string, flags: uint }),
  snapshot,
)

/** `(snap: snapshot, flags: u32) -> (xml: string)`, see DomainXmlFlag.secure. */
export const domainSnapshotGetXmlDesc = remote('domainSnapshotGetXmlDesc', 186, onSnapshot, string)

/**
 * `(dom: domain, need_results: int, flags: u32) -> (snapshots: snapshot<16384>, ret: int)`, see
 * SnapshotListFlag.
 */
export const domainListAllSnapshots = remote(
  'domainListAllSnapshots',
  274,
  struct({ dom: domain, needResults: flag, flags: uint }),
  counted(snapshot, Limit.snapshots),
)

/**
 * `(snapshot: snapshot, need_results: int, flags: u32) -> (snapshots: snapshot<16384>, ret: int)`,
 * see SnapshotListFlag.
 */
export const domainSnapshotListAllChildren = remote(
  'domainSnapshotListAllChildren',
  275,
  struct({ snapshot, needResults: flag, flags: uint }),
  counted(snapshot, Limit.snapshots),
)

/** `(snap: snapshot, flags: u32) -> (num: int)`, see SnapshotListFlag. */
export const domainSnapshotNumChildren = remote('domainSnapshotNumChildren', 246, onSnapshot, int)

/**
 * `(dom: domain, name: string, flags: u32) -> (snap: snapshot)`. VIR_ERR_NO_DOMAIN_SNAPSHOT when
 * there is none.
 */
export const domainSnapshotLookupByName = remote(
  'domainSnapshotLookupByName',
  189,
  struct({ dom: domain, name: string, flags: uint }),
  snapshot,
)

/** `(dom: domain, flags: u32) -> (result: int)`. */
export const domainHasCurrentSnapshot = remote(
  'domainHasCurrentSnapshot',
  190,
  onDomainWithFlags,
  flag,
)

/**
 * `(dom: domain, flags: u32) -> (snap: snapshot)`. VIR_ERR_NO_DOMAIN_SNAPSHOT when there is none.
 */
export const domainSnapshotCurrent = remote(
  'domainSnapshotCurrent',
  191,
  onDomainWithFlags,
  snapshot,
)

/**
 * `(snap: snapshot, flags: u32) -> (snap: snapshot)`. VIR_ERR_NO_DOMAIN_SNAPSHOT when it is the
 * first.
 */
export const domainSnapshotGetParent = remote('domainSnapshotGetParent', 244, onSnapshot, snapshot)

/** `(snap: snapshot, flags: u32) -> (current: int)`. */
export const domainSnapshotIsCurrent = remote('domainSnapshotIsCurrent', 271, onSnapshot, flag)

/** `(snap: snapshot, flags: u32) -> (metadata: int)`. */
export const domainSnapshotHasMetadata = remote('domainSnapshotHasMetadata', 272, onSnapshot, flag)

/** `(snap: snapshot, flags: u32) -> ()`, see SnapshotRevertFlag. */
export const domainRevertToSnapshot = remote('domainRevertToSnapshot', 192, onSnapshot, nothing)

/** `(snap: snapshot, flags: u32) -> ()`, see SnapshotDeleteFlag. */
export const domainSnapshotDelete = remote('domainSnapshotDelete', 193, onSnapshot, nothing)
