import * as z from 'zod/mini'
import { Check, Fix } from './check.ts'
import { ComposeStep } from './compose.ts'

/** Why a host cannot be reached, in the order in which a connection is made. */
export const reachCodes = [
  'dns_failed',
  'tcp_refused',
  'tcp_timeout',
  'tcp_unreachable',
  'ssh_handshake_failed',
  'host_key_unknown',
  'host_key_changed',
  'key_refused',
  'password_refused',
  'socket_permission_denied',
  'socket_missing',
  'daemon_not_running',
  'forwarding_forbidden',
  'libvirt_refused',
  'libvirt_timeout',
  'connection_lost',
] as const
export type ReachCode = (typeof reachCodes)[number]

/** Every refusal there is. Closed: a new one is added here, with its words, or it does not exist. */
export const problemCodes = [
  'invalid_input',
  'bad_request',
  'not_authenticated',
  'bad_credentials',
  'csrf_failed',
  'forbidden',
  'not_found',
  'conflict',
  'wrong_state',
  'locked',
  'no_machine',
  'too_large',
  'rate_limited',
  'internal',
  'not_available',
  'no_room',
  ...reachCodes,
  'storage_pool_not_found',
] as const

export const ProblemCode = z.enum(problemCodes)
export type ProblemCode = z.infer<typeof ProblemCode>

export const HostKey = z.object({
  /** As sshd names it: `ssh-ed25519`. */
  algorithm: z.string(),
  /** `SHA256:` and base64, as `ssh-keygen -l` prints it. */
  fingerprint: z.string(),
})
export type HostKey = z.infer<typeof HostKey>

/** The body of every error answered as `application/problem+json`. */
export const Problem = z.object({
  code: ProblemCode,
  message: z.string(),
  fix: z.optional(Fix),
  field_errors: z.optional(z.record(z.string(), z.array(z.string()))),
  /** How far a connection came. */
  checks: z.optional(z.array(Check)),
  /** Which step of composing a machine failed. What came before it was undone. */
  step: z.optional(ComposeStep),
  /** The key that the host showed (`host_key_unknown`, `host_key_changed`). */
  host_key: z.optional(HostKey),
  request_id: z.string(),
})
export type Problem = z.infer<typeof Problem>
