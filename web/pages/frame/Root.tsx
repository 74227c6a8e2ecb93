import { Outlet, ScrollRestoration } from 'react-router'
import { announcementStore } from '../../stores/announcements.ts'
import { useStore } from '../../stores/store.ts'
import { NavigationProgress } from './NavigationProgress.tsx'
import { Toasts } from './Toasts.tsx'

/** A dialog leaves the page behind it where it is. */
const withoutDialog = (pathname: string) => pathname.replace(/\/(add|edit|delete|compose)$/, '')

/** Around every page, login included. */
export function Root() {
  const announcement = useStore(announcementStore)
  return (
    <>
      <NavigationProgress />
      <Outlet />
      <Toasts />
      <output className="visually-hidden">{announcement}</output>
      <ScrollRestoration getKey={(location) => withoutDialog(location.pathname)} />
    </>
  )
}
