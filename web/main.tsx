import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { onLoggedOut, queryClient } from './api/client.ts'
import { basename } from './pages/frame/loaders.ts'
import { routes } from './routes.tsx'
import { watchTheme } from './stores/theme.ts'

async function start() {
  watchTheme()
  // Left out of a release build together with everything that it imports.
  if (import.meta.env.MODE === 'mocks') {
    const { startMocks } = await import('../mocks/browser.ts')
    await startMocks()
  }
  const router = createBrowserRouter(routes, { basename })
  onLoggedOut(() => void router.revalidate())
  const element = document.querySelector('#root')
  if (!element) throw new Error('The page has no #root.')
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}

void start()
