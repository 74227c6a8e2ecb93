import type * as z from 'zod/mini'
import type { ProblemCode } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Who may call: anyone, any user, an admin. Every endpoint says; there is no default. */
export type Access = 'anyone' | 'user' | 'admin'

type Schema = z.ZodMiniType
type ObjectSchema = z.ZodMiniObject

/** One entry of the endpoint table. */
export type Endpoint = {
  method: Method
  /** From the root, with `{name}` for each member of `params`. */
  path: string
  /** MAAS's named operation, in the query or the body. */
  op?: string
  access: Access
  /** The variables of the path. */
  params?: ObjectSchema
  /** Query of a GET or DELETE, body of a POST or PUT. */
  input?: ObjectSchema
  /** Absent: 204, no body. */
  response?: Schema
  /** Refusals beyond those that any call may meet (authentication, unknown path, internal). */
  errors?: readonly ProblemCode[]
  /** MAAS's handler class without "Handler" (`Pods`, `Pod`); absent where `describe/` has no place for it. */
  handler?: string
  /** Title, and after a blank line the rest. */
  doc: string
}
