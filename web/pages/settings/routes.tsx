import { redirect, type RouteObject } from 'react-router'

export const settingsRoutes: RouteObject[] = [
  {
    path: 'settings',
    lazy: () => import('./SettingsPage.tsx'),
    children: [
      { index: true, loader: () => redirect('/settings/general') },
      { path: 'general', lazy: () => import('./GeneralTab.tsx') },
      { path: 'ssh-key', lazy: () => import('./SshKeyTab.tsx') },
      { path: 'account', lazy: () => import('./AccountTab.tsx') },
    ],
  },
]
