/** Where sshd and libvirt's daemons listen unless told otherwise. */
export const DEFAULT_PORTS = { ssh: 22, tls: 16_514, tcp: 16_509 } as const
