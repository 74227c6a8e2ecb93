import { useMutation } from '@tanstack/react-query'
import { useNavigate, useRevalidator } from 'react-router'
import { client, queryClient } from '../../api/client.ts'
import { useUser } from '../../api/session.ts'
import { useStore } from '../../stores/store.ts'
import { chooseTheme, themeStore, themes } from '../../stores/theme.ts'
import { leaveAfterAsking } from '../../stores/unsaved.ts'
import { toast } from '../../stores/announcements.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, MenuChoice, MenuHeading, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import styles from './TopBar.module.css'

/** Ends the session; nothing that was read under it stays in the browser. */
export function useLogOut() {
  const { revalidate } = useRevalidator()
  const logOut = useMutation({
    mutationFn: () => client.sessionDelete(),
    onSuccess: () => {
      queryClient.clear()
      void revalidate()
    },
    onError: (error) => toast(`Logging out failed. ${error.message}`, 'negative'),
  })
  return { isPending: logOut.isPending, start: () => leaveAfterAsking(() => logOut.mutate()) }
}

export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const user = useUser()
  const theme = useStore(themeStore)
  const logOut = useLogOut()
  const navigate = useNavigate()
  return (
    <Menu
      trigger={
        <button type="button" className={styles.button}>
          <Icon name="user" />
          <span className={styles.name}>{user?.username}</span>
          <Icon name="chevron-down" size={12} />
        </button>
      }
    >
      <MenuHeading>{user?.is_superuser ? 'Admin' : 'User'}</MenuHeading>
      <MenuItem onSelect={onShortcuts}>Keyboard shortcuts</MenuItem>
      <MenuItem onSelect={() => void navigate('/docs')}>API documentation</MenuItem>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme} options={themes} onChange={chooseTheme} />
      <MenuSeparator />
      <MenuItem onSelect={() => logOut.start()}>Log out</MenuItem>
    </Menu>
  )
}
