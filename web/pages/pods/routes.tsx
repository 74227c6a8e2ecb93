import type { RouteObject } from 'react-router'

const storageDialog =
  (name: 'AddStoragePool' | 'DeleteStoragePool' | 'DeleteVolume') => async () => ({
    Component: (await import('./storage/storage-dialogs.tsx'))[name],
  })

const networkDialog = (name: 'AddNetwork' | 'DeleteNetwork' | 'NetworkLeases') => async () => ({
  Component: (await import('./networks/network-dialogs.tsx'))[name],
})

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
      {
        path: 'storage',
        lazy: () => import('./storage/StorageTab.tsx'),
        children: [
          { path: 'add', lazy: storageDialog('AddStoragePool') },
          { path: ':pool/delete', lazy: storageDialog('DeleteStoragePool') },
          { path: ':pool/volumes/:volume/delete', lazy: storageDialog('DeleteVolume') },
        ],
      },
      {
        path: 'networks',
        lazy: () => import('./networks/NetworksTab.tsx'),
        children: [
          { path: 'add', lazy: networkDialog('AddNetwork') },
          { path: ':network/delete', lazy: networkDialog('DeleteNetwork') },
          { path: ':network/leases', lazy: networkDialog('NetworkLeases') },
        ],
      },
      { path: 'metrics', lazy: () => import('./PodMetricsTab.tsx') },
      { path: 'configuration', lazy: () => import('./PodConfigurationTab.tsx') },
    ],
  },
]
