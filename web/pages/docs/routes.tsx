import type { RouteObject } from 'react-router'

export const docsRoutes: RouteObject[] = [
  {
    path: 'docs',
    lazy: () => import('./DocsPage.tsx'),
    children: [
      { index: true, lazy: () => import('./DocsStart.tsx') },
      { path: ':name', lazy: () => import('./EndpointPage.tsx') },
    ],
  },
]
