import { redirect, type RouteObject } from 'react-router'
import { docsRoutes } from './pages/docs/routes.tsx'
import { Frame } from './pages/frame/Frame.tsx'
import { Loading } from './pages/frame/Loading.tsx'
import { requireSetup, requireStranger, requireUser } from './pages/frame/loaders.ts'
import { NotFound } from './pages/frame/NotFound.tsx'
import { Root } from './pages/frame/Root.tsx'
import { RouteError } from './pages/frame/RouteError.tsx'
import { machineRoutes } from './pages/machines/routes.tsx'
import { podRoutes } from './pages/pods/routes.tsx'
import { resourcePoolRoutes } from './pages/resource-pools/routes.tsx'
import { settingsRoutes } from './pages/settings/routes.tsx'
import { zoneRoutes } from './pages/zones/routes.tsx'

/** Pages are loaded when they are gone to. An error takes the place of the page, not of the frame. */
export const routes: RouteObject[] = [
  {
    element: <Root />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <Loading />,
    children: [
      { path: 'login', loader: requireStranger, lazy: () => import('./pages/login/LoginPage.tsx') },
      { path: 'setup', loader: requireSetup, lazy: () => import('./pages/setup/SetupPage.tsx') },
      {
        element: <Frame />,
        loader: requireUser,
        // Logging out ends in a revalidation, which leads from here to the login page.
        shouldRevalidate: () => true,
        children: [
          {
            errorElement: <RouteError />,
            children: [
              { index: true, loader: () => redirect('/pods') },
              ...podRoutes,
              ...machineRoutes,
              ...zoneRoutes,
              ...resourcePoolRoutes,
              ...settingsRoutes,
              ...docsRoutes,
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
]
