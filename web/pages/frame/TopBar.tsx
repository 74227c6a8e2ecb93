import { Link, NavLink } from 'react-router'
import { Icon } from '../../ui/Icon.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { sections } from './sections.ts'
import styles from './TopBar.module.css'
import { UserMenu } from './UserMenu.tsx'

type TopBarProps = { onPalette: () => void; onShortcuts: () => void }

export function TopBar({ onPalette, onShortcuts }: TopBarProps) {
  return (
    <header className={styles.bar}>
      <div className={styles.inner}>
        <Link to="/pods" className={styles.home}>
          <Mark />
          Podyard
        </Link>
        <nav className={styles.sections} aria-label="Main">
          <ul>
            {sections.map(({ to, label }) => (
              <li key={to}>
                <NavLink to={to} className={styles.section ?? ''}>
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles.end}>
          <button
            type="button"
            className={styles.button}
            aria-keyshortcuts="Control+K"
            onClick={onPalette}
          >
            <Icon name="search" />
            <span className={styles.wide}>
              Jump to <kbd aria-hidden="true">Ctrl K</kbd>
            </span>
          </button>
          <UserMenu onShortcuts={onShortcuts} />
        </div>
      </div>
    </header>
  )
}
