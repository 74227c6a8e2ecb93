import { useUser } from '../../api/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Card, Facts } from '../../ui/Card.tsx'
import { useLogOut } from '../frame/UserMenu.tsx'
import styles from './Settings.module.css'

export function Component() {
  const user = useUser()
  const logOut = useLogOut()
  if (!user) return null
  return (
    <div className={styles.cards}>
      <Card>
        <h2>Account</h2>
        <Facts
          items={[
            { label: 'User name', value: user.username },
            {
              label: 'Role',
              value: user.is_superuser
                ? 'Admin: may change everything'
                : 'User: may look at everything and change nothing',
            },
            ...(user.email === '' ? [] : [{ label: 'Email', value: user.email }]),
          ]}
        />
        <div>
          <Button loading={logOut.isPending} onClick={logOut.start}>
            Log out
          </Button>
        </div>
      </Card>
    </div>
  )
}
