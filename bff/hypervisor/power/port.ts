/**
 * What switches the machines of a host, by the UUID of their domain. Each is done when it resolves, and succeeds
 * where there is nothing to do.
 *
 * All reject with `HostError`: why the host does not do it.
 */
export type MachinePower = {
  /** Starts it, ends its pause, or wakes it. */
  on: (uuid: string) => Promise<void>
  /** Pulls the plug. */
  off: (uuid: string) => Promise<void>
  /** Presses its power button. Whether the guest obeys shows later, if it does. */
  askOff: (uuid: string) => Promise<void>
  /** Writes zeros over all disks of one that is off, or over none: one that is shared or no volume is refused. */
  erase: (uuid: string, signal: AbortSignal) => Promise<void>
}
