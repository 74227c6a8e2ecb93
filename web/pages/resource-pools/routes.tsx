import type { RouteObject } from 'react-router'

type DialogName = 'AddResourcePool' | 'EditResourcePool' | 'DeleteResourcePool'

const dialog = (name: DialogName) => async () => ({
  Component: (await import('./resource-pool-dialogs.tsx'))[name],
})

export const resourcePoolRoutes: RouteObject[] = [
  {
    path: 'resource-pools',
    lazy: () => import('./ResourcePoolsPage.tsx'),
    children: [
      { path: 'add', lazy: dialog('AddResourcePool') },
      { path: ':id/edit', lazy: dialog('EditResourcePool') },
      { path: ':id/delete', lazy: dialog('DeleteResourcePool') },
    ],
  },
]
