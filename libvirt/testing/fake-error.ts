import type { Infer } from '../xdr/codec.ts'
import { ErrorCode } from '../rpc/error-codes.ts'
import type { remoteError } from '../rpc/libvirt-error.ts'
import { FakeRefusal } from './fake-answer.ts'

const FROM_QEMU = 10
const LEVEL_ERROR = 2

/** The error packet's payload. What is no refusal is a call that the fake does not understand. */
export function errorOf(error: unknown): Infer<typeof remoteError> {
  const code = error instanceof FakeRefusal ? error.code : ErrorCode.VIR_ERR_RPC
  const message = error instanceof Error ? error.message : String(error)
  const empty = { dom: null, str1: null, str2: null, str3: null, int1: 0, int2: 0, net: null }
  return { code, domain: FROM_QEMU, message, level: LEVEL_ERROR, ...empty }
}
