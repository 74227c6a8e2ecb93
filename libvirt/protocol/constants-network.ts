// Data: numbers of libvirt's public headers (include/libvirt/*.h), under libvirt's own names.

/** virConnectListAllNetworksFlags. */
export const NetworkListFlag = {
  inactive: 1,
  active: 2,
  persistent: 4,
  transient: 8,
  autostart: 16,
  noAutostart: 32,
} as const

/** virNetworkXMLFlags. */
export const NetworkXmlFlag = { inactive: 1 } as const

/** virNetworkDefineFlags. */
export const NetworkDefineFlag = { validate: 1 } as const

/** virNetworkUpdateCommand. */
export const NetworkUpdateCommand = {
  none: 0,
  modify: 1,
  delete: 2,
  addLast: 3,
  addFirst: 4,
} as const

/** virNetworkUpdateSection. */
export const NetworkSection = {
  none: 0,
  bridge: 1,
  domain: 2,
  ip: 3,
  ipDhcpHost: 4,
  ipDhcpRange: 5,
  forward: 6,
  forwardInterface: 7,
  forwardPf: 8,
  portgroup: 9,
  dnsHost: 10,
  dnsTxt: 11,
  dnsSrv: 12,
} as const

/** virNetworkUpdateFlags. */
export const NetworkUpdateFlag = { current: 0, live: 1, config: 2 } as const

/** virNetworkPortCreateFlags. */
export const NetworkPortCreateFlag = { reclaim: 1, validate: 2 } as const
