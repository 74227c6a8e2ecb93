import type { RouteObject } from 'react-router'

type MachineTab = Required<Pick<RouteObject, 'path' | 'lazy'>> & {
  label: string
  /** Dialogs over it. */
  children?: RouteObject[]
}

/** The tabs of a machine in their order: what the tab row shows, and where it leads. */
export const machineTabs: readonly MachineTab[] = [
  {
    path: '',
    label: 'Summary',
    lazy: () => import('./MachineSummaryTab.tsx'),
    children: [{ path: 'deploy', lazy: () => import('./DeployMachineDialog.tsx') }],
  },
  { path: 'network', label: 'Network', lazy: () => import('./MachineNetworkTab.tsx') },
  { path: 'storage', label: 'Storage', lazy: () => import('./MachineStorageTab.tsx') },
  { path: 'console', label: 'Console', lazy: () => import('./MachineConsoleTab.tsx') },
  { path: 'metrics', label: 'Metrics', lazy: () => import('./MachineMetricsTab.tsx') },
  { path: 'events', label: 'Events', lazy: () => import('./MachineEventsTab.tsx') },
  {
    path: 'configuration',
    label: 'Configuration',
    lazy: () => import('./MachineConfigurationTab.tsx'),
  },
]
