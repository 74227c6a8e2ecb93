import type { RouteObject } from 'react-router'

const dialog = (name: 'AddZone' | 'EditZone' | 'DeleteZone') => async () => ({
  Component: (await import('./zone-dialogs.tsx'))[name],
})

export const zoneRoutes: RouteObject[] = [
  {
    path: 'zones',
    lazy: () => import('./ZonesPage.tsx'),
    children: [
      { path: 'add', lazy: dialog('AddZone') },
      { path: ':name/edit', lazy: dialog('EditZone') },
      { path: ':name/delete', lazy: dialog('DeleteZone') },
    ],
  },
]
