import { nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { onDomainWithFlags } from './shapes.ts'
import { checkpoint, counted, domain, flag, optionalString, string } from './types.ts'

const onCheckpoint = struct({ checkpoint, flags: uint })

/**
 * `(dom: domain, backup_xml: string, checkpoint_xml: *string, flags: u32) -> ()`, see
 * DomainBackupBeginFlag. Runs until domainAbortJob, or its end if it pushes.
 */
export const domainBackupBegin = remote(
  'domainBackupBegin',
  421,
  struct({ dom: domain, backupXml: string, checkpointXml: optionalString, flags: uint }),
  nothing,
)

/** `(dom: domain, flags: u32) -> (xml: string)`. */
export const domainBackupGetXmlDesc = remote(
  'domainBackupGetXmlDesc',
  422,
  onDomainWithFlags,
  string,
)

/**
 * `(dom: domain, xml_desc: string, flags: u32) -> (checkpoint: checkpoint)`, see
 * CheckpointCreateFlag.
 */
export const domainCheckpointCreateXml = remote(
  'domainCheckpointCreateXml',
  411,
  struct({ dom: domain, xmlDesc: string, flags: uint }),
  checkpoint,
)

/** `(checkpoint: checkpoint, flags: u32) -> (xml: string)`, see CheckpointXmlFlag. */
export const domainCheckpointGetXmlDesc = remote(
  'domainCheckpointGetXmlDesc',
  412,
  onCheckpoint,
  string,
)

/**
 * `(dom: domain, need_results: int, flags: u32) -> (checkpoints: checkpoint<16384>, ret: int)`, see
 * CheckpointListFlag.
 */
export const domainListAllCheckpoints = remote(
  'domainListAllCheckpoints',
  413,
  struct({ dom: domain, needResults: flag, flags: uint }),
  counted(checkpoint, Limit.checkpoints),
)

/**
 * `(checkpoint: checkpoint, need_results: int, flags: u32) -> (checkpoints: checkpoint<16384>, ret:
 * int)`, see CheckpointListFlag.
 */
export const domainCheckpointListAllChildren = remote(
  'domainCheckpointListAllChildren',
  414,
  struct({ checkpoint, needResults: flag, flags: uint }),
  counted(checkpoint, Limit.checkpoints),
)

/** `(dom: domain, name: string, flags: u32) -> (checkpoint: checkpoint)`. */
export const domainCheckpointLookupByName = remote(
  'domainCheckpointLookupByName',
  415,
  struct({ dom: domain, name: string, flags: uint }),
  checkpoint,
)

/** `(checkpoint: checkpoint, flags: u32) -> (parent: checkpoint)`. */
export const domainCheckpointGetParent = remote(
  'domainCheckpointGetParent',
  416,
  onCheckpoint,
  checkpoint,
)

/** `(checkpoint: checkpoint, flags: u32) -> ()`, see CheckpointDeleteFlag. */
export const domainCheckpointDelete = remote('domainCheckpointDelete', 417, onCheckpoint, nothing)
