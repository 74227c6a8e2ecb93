import styles from './Icon.module.css'

/** Drawn on a 16 x 16 grid with a 1.5 stroke. */
const strokes = {
  alert: 'M8 2.2 14.4 13.5H1.6L8 2.2ZM8 6.4v3.4M8 11.6v.2',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  check: 'M3 8.5 6.5 12 13 4.5',
  'chevron-down': 'm4 6 4 4 4-4',
  'chevron-up': 'm4 10 4-4 4 4',
  'chevron-right': 'm6 4 4 4-4 4',
  clock: 'M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM8 4.5V8l2.5 1.5',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.5V3a1 1 0 0 1 1-1H13a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1h-2.5M3 5.5h6.5a1 1 0 0 1 1 1V13a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1Z',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  edit: 'M10.5 3 13 5.5 5.5 13H3v-2.5L10.5 3ZM9 4.5 11.5 7',
  info: 'M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM8 7.25v4M8 4.8v.2',
  key: 'M10.5 1.75a3.75 3.75 0 1 1-3 6L2 13.25v1h2.5v-2h2v-2l1-1M10.9 5.1h.2',
  lock: 'M3.5 7.25h9v6.5h-9zM5.25 7V5a2.75 2.75 0 0 1 5.5 0v2',
  menu: 'M2 4h12M2 8h12M2 12h12',
  minus: 'M3.5 8h9',
  moon: 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1Z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  plus: 'M8 3v10M3 8h10',
  power: 'M8 1.75v6M4.6 4.1a5.5 5.5 0 1 0 6.8 0',
  refresh:
    'M13.5 6.5A5.75 5.75 0 0 0 3 5M2.5 2.5V5.5h3M2.5 9.5A5.75 5.75 0 0 0 13 11M13.5 13.5v-3h-3',
  search: 'M7 2.25a4.75 4.75 0 1 1 0 9.5 4.75 4.75 0 0 1 0-9.5ZM10.5 10.5 14 14',
  sun: 'M8 5.25a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  system: 'M2 3h12v8H2zM5.5 14h5M8 11v3',
  terminal: 'M1.75 2.75h12.5v10.5H1.75zM4.5 6l2 2-2 2M8.5 10.25h3',
  trash: 'M2.5 4.25h11M6 4V2.25h4V4M4 4.5l.6 9.25h6.8L12 4.5M6.75 7v4M9.25 7v4',
  user: 'M8 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM2.5 14c.4-2.8 2.6-4 5.5-4s5.1 1.2 5.5 4',
} as const

export type IconName = keyof typeof strokes

/** Decoration only: what it means is said by the text or the `aria-label` beside it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={styles.icon}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.25 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={strokes[name]} />
    </svg>
  )
}
