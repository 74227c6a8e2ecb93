import type { Fix } from '../../contract/check.ts'
import { LibvirtError } from '../../libvirt/index.ts'
import { fault } from './faults.ts'
import { HostRefusal } from './host-error.ts'

/** A refusal of libvirt that we know, by its words, and what we say in their place. */
export type Known = {
  pattern: RegExp
  /** The field of the request that is to blame; null where none is. */
  field: string | null
  message: (match: RegExpExecArray) => string
  fix: (match: RegExpExecArray) => Fix | null
}

/**
 * Runs what libvirt may refuse; a refusal that is known is told in our words, with its way out. libvirt has one code
 * for most of what can go wrong inside it, so the words decide; those that are not known are told as they are.
 */
export async function tellRefusals<T>(known: readonly Known[], work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error
    for (const { pattern, field, message, fix } of known) {
      const match = pattern.exec(error.message)
      if (!match) continue
      const found = fault('libvirt_refused', message(match), fix(match))
      throw new HostRefusal(found, field, { cause: error })
    }
    throw error
  }
}
