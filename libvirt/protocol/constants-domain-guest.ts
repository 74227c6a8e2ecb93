// Data: numbers of libvirt's public headers (include/libvirt/*.h), under libvirt's own names.

/** virDomainGuestInfoTypes: which groups domainGetGuestInfo returns. */
export const DomainGuestInfo = {
  users: 1,
  os: 2,
  timezone: 4,
  hostname: 8,
  filesystem: 16,
  disks: 32,
  interfaces: 64,
  load: 128,
} as const

/** virDomainGetHostnameFlags. */
export const DomainGetHostnameFlag = { lease: 1, agent: 2 } as const

/** virDomainSetTimeFlags. */
export const DomainSetTimeFlag = { sync: 1 } as const

/** virDomainSetUserPasswordFlags. */
export const DomainSetUserPasswordFlag = { encrypted: 1 } as const

/** virDomainAuthorizedSSHKeysSetFlags. */
export const DomainAuthorizedSshKeysFlag = { append: 1, remove: 2 } as const

/** virDomainAgentResponseTimeoutValues: instead of seconds. */
export const AgentResponseTimeout = { block: -2, default: -1, nowait: 0 } as const

/** virDomainQemuMonitorCommandFlags. */
export const QemuMonitorFlag = { default: 0, hmp: 1 } as const
