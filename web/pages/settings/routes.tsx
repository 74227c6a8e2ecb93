import { redirect, type RouteObject } from 'react-router'

const apiKeyDialog = (name: 'CreateApiKey' | 'RenameApiKey' | 'RevokeApiKey') => async () => ({
  Component: (await import('./api-key-dialogs.tsx'))[name],
})

export const settingsRoutes: RouteObject[] = [
  {
    path: 'settings',
    lazy: () => import('./SettingsPage.tsx'),
    children: [
      { index: true, loader: () => redirect('/settings/general') },
      { path: 'general', lazy: () => import('./GeneralTab.tsx') },
      { path: 'ssh-key', lazy: () => import('./SshKeyTab.tsx') },
      {
        path: 'api-keys',
        lazy: () => import('./ApiKeysTab.tsx'),
        children: [
          { path: 'add', lazy: apiKeyDialog('CreateApiKey') },
          { path: ':token/rename', lazy: apiKeyDialog('RenameApiKey') },
          { path: ':token/revoke', lazy: apiKeyDialog('RevokeApiKey') },
        ],
      },
      { path: 'import', lazy: () => import('./ImportTab.tsx') },
      { path: 'account', lazy: () => import('./AccountTab.tsx') },
    ],
  },
]
