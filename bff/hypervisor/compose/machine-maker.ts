import { libvirtFault } from '../faults.ts'
import { HostError } from '../host-error.ts'
import { XmlError } from '../xml/scan.ts'
import { composeMachine, type ComposeDeps } from './compose.ts'
import { decomposeMachine } from './decompose.ts'
import type { MachineMaker } from './port.ts'

/** Machines made and unmade through libvirt. */
export const createMachineMaker = (deps: ComposeDeps): MachineMaker => ({
  compose: (plan) => composeMachine(deps, plan),
  decompose: async (doomed) => {
    try {
      return await decomposeMachine(deps.connection, doomed)
    } catch (error) {
      if (error instanceof XmlError) throw unreadable(error)
      throw new HostError(libvirtFault(error, deps.user), [], { cause: error })
    }
  },
})

const unreadable = (error: XmlError) =>
  new HostError(
    {
      code: 'libvirt_refused',
      message: `The host describes a machine or volume in a way that Podyard cannot read: ${error.message} Nothing was deleted, because it cannot be told what is still in use.`,
      fix: null,
      hostKey: null,
    },
    [],
    { cause: error },
  )
