import {
  domainUndefine,
  domainUndefineFlags,
  DomainUndefineFlag,
  LibvirtError,
  type Connection,
  type Domain,
} from '../../../libvirt/index.ts'
import { unlessGone } from './volumes.ts'

const { managedSave, snapshotsMetadata, nvram, checkpointsMetadata, tpm } = DomainUndefineFlag

/** All that libvirt keeps of a domain beside its document; hosts older than a flag refuse it. */
const kept = [
  managedSave | snapshotsMetadata | nvram | checkpointsMetadata | tpm,
  managedSave | snapshotsMetadata | nvram | checkpointsMetadata,
  managedSave | snapshotsMetadata | nvram,
  managedSave | snapshotsMetadata,
  managedSave,
]

const unknownFlags = new Set(['VIR_ERR_INVALID_ARG', 'VIR_ERR_NO_SUPPORT', 'VIR_ERR_RPC'])

/** One that is gone already is none to undefine. @throws LibvirtError */
export async function undefineDomain(call: Connection['call'], dom: Domain): Promise<void> {
  for (const flags of kept) {
    try {
      await unlessGone(call(domainUndefineFlags, { dom, flags }))
      return
    } catch (error) {
      if (!(error instanceof LibvirtError && unknownFlags.has(error.codeName ?? ''))) throw error
    }
  }
  await unlessGone(call(domainUndefine, { dom }))
}
