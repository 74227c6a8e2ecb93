import { lazy, Suspense, useEffect, useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { followChanges } from '../../api/stream.ts'
import { useStore } from '../../stores/store.ts'
import { sessionEndedStore } from '../../stores/unsaved.ts'
import { LayerContext } from '../../ui/layer.ts'
import { PageSkeleton } from '../../ui/Skeleton.tsx'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import styles from './Frame.module.css'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { TopBar } from './TopBar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

const SessionEnded = lazy(() => import('./SessionEnded.tsx'))
const CommandPalette = lazy(() => import('./palette/CommandPalette.tsx'))

type Overlay = 'palette' | 'shortcuts' | undefined

/** Around every page of somebody who is logged in. */
export function Frame() {
  const [overlay, setOverlay] = useState<Overlay>()
  const [main, setMain] = useState<HTMLElement | null>(null)
  const sessionEnded = useStore(sessionEndedStore)
  const section = useLocation().pathname.split('/')[1]
  useEffect(followChanges, [])
  useShortcuts({
    openPalette: () => setOverlay('palette'),
    openShortcuts: () => setOverlay('shortcuts'),
  })
  const close = () => setOverlay(undefined)
  return (
    <LayerContext value={main}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <TopBar onPalette={() => setOverlay('palette')} onShortcuts={() => setOverlay('shortcuts')} />
      <ConnectionBanner />
      <main ref={setMain} className={styles.main} id="main" tabIndex={-1}>
        <Suspense key={section} fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      {overlay === 'palette' ? (
        <Suspense fallback={null}>
          <CommandPalette onDismiss={close} onShortcuts={() => setOverlay('shortcuts')} />
        </Suspense>
      ) : null}
      {sessionEnded ? (
        <Suspense fallback={null}>
          <SessionEnded />
        </Suspense>
      ) : null}
      {overlay === 'shortcuts' ? <ShortcutsDialog onDismiss={close} /> : null}
    </LayerContext>
  )
}
