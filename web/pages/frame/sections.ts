/** The pages of the top bar, in their order. */
export const sections = [
  { to: '/machines', label: 'Machines' },
  { to: '/pods', label: 'Pods' },
  { to: '/zones', label: 'AZs' },
  { to: '/resource-pools', label: 'Resource pools' },
  { to: '/settings', label: 'Settings' },
] as const
