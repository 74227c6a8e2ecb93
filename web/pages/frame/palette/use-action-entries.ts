import { useUser } from '../../../api/session.ts'
import { chooseTheme, themes } from '../../../stores/theme.ts'
import { useLogOut } from '../UserMenu.tsx'
import type { Entry } from './entries.ts'

type ActionContext = { go: (path: string) => void; onShortcuts: () => void }

/** What can be done from anywhere; only what this user may do. */
export function useActionEntries({ go, onShortcuts }: ActionContext): Entry[] {
  const admin = useUser()?.is_superuser === true
  const logOut = useLogOut()
  const action = (label: string, icon: Entry['icon'], words: string, run: () => void): Entry => ({
    id: label,
    label,
    detail: 'Action',
    icon,
    words,
    run,
  })
  return [
    ...(admin
      ? [
          action('Add pod', 'plus', 'new kvm host virsh', () => go('/pods/add')),
          action('Add AZ', 'plus', 'new availability zone', () => go('/zones/add')),
          action('Add resource pool', 'plus', 'new', () => go('/resource-pools/add')),
        ]
      : []),
    action('Where would they fit?', 'system', 'room capacity what-if compose', () =>
      go('/pods/room'),
    ),
    ...themes.map(({ value, label }) =>
      action(`Theme: ${label.toLowerCase()}`, 'sun', 'appearance colours', () =>
        chooseTheme(value),
      ),
    ),
    action('Keyboard shortcuts', 'info', 'help keys', onShortcuts),
    action('Log out', 'user', 'sign out leave', logOut.start),
  ]
}
