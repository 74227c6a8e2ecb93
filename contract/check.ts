import * as z from 'zod/mini'

/** The steps from an address to a usable host, in order. */
export const checkNames = [
  'address',
  'dns',
  'tcp',
  'host_key',
  'login',
  'socket',
  'libvirt',
  'qemu',
  'kvm',
  'storage_pool',
  'network',
] as const

export const CheckName = z.enum(checkNames)
export type CheckName = z.infer<typeof CheckName>

/** What each step is called on the screen. */
export const checkTitles: Record<CheckName, string> = {
  address: 'Address',
  dns: 'Name look-up',
  tcp: 'TCP connection',
  host_key: 'Host key',
  login: 'Login',
  socket: 'libvirt socket',
  libvirt: 'libvirt version',
  qemu: 'QEMU',
  kvm: 'KVM',
  storage_pool: 'Storage pool',
  network: 'Network',
}

export const CheckState = z.enum(['running', 'ok', 'warning', 'failed', 'skipped'])
export type CheckState = z.infer<typeof CheckState>

/** What to do about it, and the line to copy where there is one. */
export const Fix = z.object({ text: z.string(), command: z.nullable(z.string()) })
export type Fix = z.infer<typeof Fix>

/** One step of reaching a host. A warning lets the host be used; a failure stops the steps behind it. */
export const Check = z.object({
  name: CheckName,
  state: CheckState,
  /** What was seen (`192.0.2.7`, `libvirt 9.0.0`), or why the step was skipped or went wrong. */
  detail: z.nullable(z.string()),
  fix: z.nullable(Fix),
  /** Milliseconds from start to end of the step; null while it runs. */
  duration_ms: z.nullable(z.number()),
})
export type Check = z.infer<typeof Check>
