import type { Infer } from '../xdr/codec.ts'
import { fixedOpaque, string } from '../xdr/bytes.ts'
import { optional } from '../xdr/collections.ts'
import { int } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { ErrorCode, errorDomains, type ErrorCodeName } from './error-codes.ts'

const text = optional(string(4 * 1024 * 1024))
const uuid = fixedOpaque(16)

/**
 * The payload of every packet whose status is `error`; virNetMessageError in virnetprotocol.x:
 * code, domain, message, level, the domain concerned, three strings, two integers, the network.
 */
export const remoteError = struct({
  code: int,
  domain: int,
  message: text,
  level: int,
  dom: optional(struct({ name: string(4 * 1024 * 1024), uuid, id: int })),
  str1: text,
  str2: text,
  str3: text,
  int1: int,
  int2: int,
  net: optional(struct({ name: string(4 * 1024 * 1024), uuid })),
})

const nameByCode = new Map<number, ErrorCodeName>(
  Object.entries(ErrorCode).map(([name, code]) => [code, name as ErrorCodeName]),
)

/** The host understood a call and refused it, or failed at it. */
export class LibvirtError extends Error {
  override readonly name = 'LibvirtError'
  /** virErrorNumber, see ErrorCode. Newer hosts know codes this table does not. */
  readonly code: number
  /** libvirt's name for the code, such as VIR_ERR_NO_DOMAIN, if it is known here. */
  readonly codeName: ErrorCodeName | undefined
  /** The part of libvirt that failed, such as VIR_FROM_QEMU, if it is known here. */
  readonly domain: string | undefined
  /** virErrorDomain: the number of that part, for parts that only newer hosts have. */
  readonly domainCode: number
  /** virErrorLevel. A call that only warns still has no result. */
  readonly level: 'warning' | 'error'
  /** The procedure that was called. */
  readonly procedure: string

  constructor(procedure: string, wire: Infer<typeof remoteError>) {
    super(wire.message ?? 'libvirt gave no reason')
    this.procedure = procedure
    this.code = wire.code
    this.codeName = nameByCode.get(wire.code)
    this.domain = errorDomains[wire.domain]
    this.domainCode = wire.domain
    this.level = wire.level === 1 ? 'warning' : 'error'
  }
}
