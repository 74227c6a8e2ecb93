import type { RouteObject } from 'react-router'
import { machineTabs } from './machine-tabs.ts'

export const machineRoutes: RouteObject[] = [
  { path: 'machines', lazy: () => import('./MachinesPage.tsx') },
  {
    path: 'machines/:system_id',
    lazy: () => import('./MachinePage.tsx'),
    children: machineTabs.map(({ path, lazy, children = [] }) => ({ path, lazy, children })),
  },
]
