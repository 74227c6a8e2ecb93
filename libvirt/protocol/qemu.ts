import { transform, type Codec, type Infer } from '../xdr/codec.ts'
import { int, nothing, safeHyper, uint } from '../xdr/numbers.ts'
import { optional } from '../xdr/collections.ts'
import { struct } from '../xdr/struct.ts'
import type { Procedure } from '../rpc/procedure.ts'
import type { LibvirtEvent } from './events.ts'
import { domain, optionalString, string } from './types.ts'

// A program of its own, src/remote/qemu_protocol.x, for what is QEMU's alone. libvirt supports
// none of what it lets through.

const QEMU_PROGRAM = 0x2000_8087
const QEMU_VERSION = 1

function qemu<A, R>(
  name: string,
  number: number,
  args: Codec<A>,
  result: Codec<R>,
): Procedure<A, R> {
  return { name, program: QEMU_PROGRAM, version: QEMU_VERSION, number, args, result }
}

/**
 * `(dom: domain, cmd: string, flags: u32) -> (result: string)`, see QemuMonitorFlag. Marks the
 * domain as tainted.
 */
export const domainMonitorCommand = qemu(
  'domainMonitorCommand',
  1,
  struct({ dom: domain, cmd: string, flags: uint }),
  string,
)

/**
 * `(dom: domain, cmd: string, timeout: int, flags: u32) -> (result: *string)`: seconds, or see
 * AgentResponseTimeout. Marks the domain as tainted.
 */
export const domainAgentCommand = qemu(
  'domainAgentCommand',
  3,
  struct({ dom: domain, cmd: string, timeout: int, flags: uint }),
  optionalString,
)

const monitorEvent = struct({
  callbackId: int,
  dom: domain,
  event: string,
  seconds: safeHyper,
  micros: uint,
  details: optionalString,
})

const monitorEventArgs = struct({ dom: optional(domain), event: optionalString, flags: uint })

/**
 * `(callbackID: int, dom: domain, event: string, seconds: i64, micros: u32, details: *string)`:
 * every event of every domain's monitor, with its JSON.
 */
export const domainMonitorEvent: LibvirtEvent<Infer<typeof monitorEvent>> = {
  name: 'domainMonitorEvent',
  program: QEMU_PROGRAM,
  number: 6,
  payload: monitorEvent,
  eventId: 0,
  /** `(dom: *domain, event: *string, flags: u32) -> (callbackID: int)`: asked for by name, not id. */
  register: qemu(
    'connectDomainMonitorEventRegister',
    4,
    transform(monitorEventArgs, {
      read: ({ dom }) => ({ eventId: 0, only: dom }),
      write: ({ only }) => ({ dom: only, event: null, flags: 0 }),
    }),
    int,
  ),
  /** `(callbackID: int) -> ()`. */
  deregister: qemu('connectDomainMonitorEventDeregister', 5, struct({ callbackId: int }), nothing),
}
