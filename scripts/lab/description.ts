/**
 * What a running lab is, as data: written to a JSON file whose path travels in `PODYARD_LAB`, so that
 * test workers, which are other processes than the one that started the lab, can reach and steer it.
 */

export type Person = { user: string; password: string }

/** One sshd: to a client, one machine. All doors of a host lead to the same libvirtd. */
export type Door = {
  /** Unique in the lab. */
  name: string
  hostName: string
  host: string
  port: number
  /** The user who may reach libvirt. `outsider` may log in at every door, but not reach libvirt. */
  user: string
  /** Set where this door takes keys. The same key fits `kvmadmin`, `outsider` and `root`. */
  privateKeyPath?: string
  /** Set where this door takes a password, for `user`. See `people` for the others. */
  password?: string
  /** As OpenSSH prints it: `SHA256:` and unpadded base64. */
  hostKeyFingerprint: string
  note: string
}

export type HostDescription = {
  name: string
  /** Process 1 of the host's PID namespace, as seen from outside. */
  initPid: number
  directory: string
  /** libvirtd's socket, reachable from any process that may enter `directory`. */
  socket: string
  /** For virsh: `virsh -c URI`. */
  virshUri: string
  doors: Record<string, Door>
}

export type LabDescription = {
  directory: string
  ownerPid: number
  /** alpha's, for suites that need just one. */
  socket: string
  virshUri: string
  people: { kvmadmin: Person; outsider: Person }
  privateKeyPath: string
  /** OpenSSH format, one line. */
  publicKey: string
  /** A key that no door knows. */
  strangerKeyPath: string
  /** Nobody listens here: connections are refused. */
  closedPort: number
  /** All doors of all hosts. */
  ssh: Door[]
  hosts: Record<'alpha' | 'beta', HostDescription>
}
