import {
  domainCreate,
  domainDestroy,
  domainGetState,
  domainPmWakeup,
  domainResume,
  domainShutdown,
  LibvirtError,
  type Connection,
  type Domain,
} from '../../../libvirt/index.ts'
import { domainState } from '../derive.ts'
import { HostError } from '../host-error.ts'
import { eraseDisks } from './erase.ts'
import { powerFault } from './power-faults.ts'
import type { MachinePower } from './port.ts'

/** A guest with much memory to be set aside takes a while to start; one that takes longer hangs. */
const limit = { timeoutMs: 60_000 }

/** Calls reject with libvirt's errors, but for the refusals that are explained here. */
export function createMachinePower({ call }: Pick<Connection, 'call'>): MachinePower {
  const stateOf = async (dom: Domain) =>
    domainState((await call(domainGetState, { dom, flags: 0 }, limit)).state)

  /** Between the look and the act somebody else may have done it. */
  const act = async (uuid: string, work: (dom: Domain) => Promise<unknown>, done: string[]) => {
    // The host looks at the UUID only.
    const dom: Domain = { name: '', uuid, id: -1 }
    try {
      await work(dom)
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error
      const invalid = error.codeName === 'VIR_ERR_OPERATION_INVALID'
      if (invalid && done.includes(await stateOf(dom))) return
      throw new HostError(powerFault(error), [], { cause: error })
    }
  }

  return {
    on: (uuid) =>
      act(
        uuid,
        async (dom) => {
          switch (await stateOf(dom)) {
            case 'running':
            case 'blocked':
              return
            case 'paused':
              return call(domainResume, { dom }, limit)
            case 'pmsuspended':
              return call(domainPmWakeup, { dom, flags: 0 }, limit)
            case 'nostate':
            case 'shutdown':
            case 'shutoff':
            case 'crashed':
              return call(domainCreate, { dom }, limit)
          }
        },
        ['running', 'blocked'],
      ),
    off: (uuid) => act(uuid, (dom) => call(domainDestroy, { dom }, limit), ['shutoff']),
    askOff: (uuid) =>
      act(uuid, (dom) => call(domainShutdown, { dom }, limit), ['shutoff', 'shutdown']),
    erase: (uuid, signal) => eraseDisks(call, uuid, signal),
  }
}
