import { useSuspenseQuery } from '@tanstack/react-query'
import { apiQuery, preload } from '../../api/query.ts'
import { useStore } from '../../stores/store.ts'
import { chooseTheme, themeStore, themes } from '../../stores/theme.ts'
import { Card, Facts } from '../../ui/Card.tsx'
import { Field } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import styles from './Settings.module.css'

const versionQuery = apiQuery('versionRead')

export const loader = () => preload(versionQuery)

export function Component() {
  const theme = useStore(themeStore)
  const { data: version } = useSuspenseQuery(versionQuery)
  return (
    <div className={styles.cards}>
      <Card>
        <h2>Appearance</h2>
        <Field label="Theme" hint="Kept in this browser.">
          {(control) => (
            <Select
              {...control}
              options={themes}
              value={theme}
              onChange={(event) => {
                const chosen = themes.find(({ value }) => value === event.target.value)
                if (chosen) chooseTheme(chosen.value)
              }}
            />
          )}
        </Field>
      </Card>
      <Card>
        <h2>About</h2>
        <Facts
          items={[
            { label: 'Version', value: version.subversion || version.version },
            { label: 'API', value: 'Compatible with the MAAS 2.0 API' },
            {
              label: 'Capabilities',
              value: <span className={styles.mono}>{version.capabilities.join(', ')}</span>,
            },
          ]}
        />
      </Card>
    </div>
  )
}
