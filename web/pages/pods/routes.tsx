import type { RouteObject } from 'react-router'

export const podRoutes: RouteObject[] = [
  {
    path: 'pods',
    lazy: () => import('./PodsPage.tsx'),
    children: [
      { path: 'add', lazy: () => import('./AddPodDialog.tsx') },
      { path: 'delete', lazy: () => import('./DeletePodsDialog.tsx') },
      { path: 'room', lazy: () => import('./RoomDialog.tsx') },
    ],
  },
  {
    path: 'pods/:id',
    lazy: () => import('./PodPage.tsx'),
    children: [
      {
        path: '',
        lazy: () => import('./PodMachinesTab.tsx'),
        children: [
          { path: 'compose', lazy: () => import('./ComposeDialog.tsx') },
          { path: 'delete', lazy: () => import('./DeletePodsDialog.tsx') },
        ],
      },
      { path: 'metrics', lazy: () => import('./PodMetricsTab.tsx') },
      { path: 'configuration', lazy: () => import('./PodConfigurationTab.tsx') },
    ],
  },
]
