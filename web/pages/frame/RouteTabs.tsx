import type { ReactNode } from 'react'
import { Link, Outlet, useLocation, useResolvedPath } from 'react-router'
import { Tabs } from '../../ui/Tabs.tsx'

type RouteTab = {
  /** Absolute path. */
  to: string
  label: ReactNode
}

type RouteTabsProps = {
  /** What the tabs are of: "Settings". */
  label: string
  tabs: readonly RouteTab[]
  /** Default: the child route's element. */
  children?: ReactNode
}

/** Tabs with an address each. The longest path that leads to where we are is the current one. */
export function RouteTabs({ label, tabs, children }: RouteTabsProps) {
  const { pathname } = useLocation()
  const fallback = useResolvedPath('.').pathname
  const current = tabs
    .map(({ to }) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((a, b) => b.length - a.length)[0]
  return (
    <Tabs
      label={label}
      value={current ?? fallback}
      tabs={tabs.map(({ to, label: text }) => ({
        value: to,
        link: (
          <Link to={to} preventScrollReset>
            {text}
          </Link>
        ),
      }))}
    >
      {children ?? <Outlet />}
    </Tabs>
  )
}
