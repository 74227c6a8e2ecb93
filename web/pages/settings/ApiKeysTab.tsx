import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useNavigate } from 'react-router'
import type { ApiKey } from '../../../contract/api-key.ts'
import { preload } from '../../api/query.ts'
import { useNow } from '../../hooks/use-now.ts'
import { arrangeRows } from '../../table/arrange.ts'
import { DataTable } from '../../table/DataTable.tsx'
import { useTableState } from '../../table/use-table-state.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { apiKeyColumns } from './api-key-columns.tsx'
import { apiKeysQuery } from './api-key-queries.ts'
import styles from './Settings.module.css'

export const loader = () => preload(apiKeysQuery)

const refreshMs = 30_000

export function Component() {
  // No change is told of when a key is used.
  const { data: keys } = useSuspenseQuery({ ...apiKeysQuery, refetchInterval: refreshMs })
  const navigate = useNavigate()
  const go = (path: string) =>
    void navigate(`/settings/api-keys/${path}`, { preventScrollReset: true })
  const create = <Button onClick={() => go('add')}>Create API key</Button>
  return (
    <section className={styles.wide}>
      <div className={styles.head}>
        <div>
          <h2>API keys</h2>
          <p className={styles.text}>
            Scripts and the <code>maas</code> command act in your name with a key. Its secret is
            shown once, when it is made.
          </p>
        </div>
        {keys.length === 0 ? null : create}
      </div>
      {keys.length === 0 ? (
        <EmptyState title="You have no API keys." action={create}>
          Make one for each script or computer, so that each can be revoked by itself.
        </EmptyState>
      ) : (
        <ApiKeyTable keys={keys} go={go} />
      )}
      <Outlet />
    </section>
  )
}

function ApiKeyTable({ keys, go }: { keys: readonly ApiKey[]; go: (path: string) => void }) {
  const state = useTableState({ by: 'name', descending: false })
  const now = useNow()
  const columns = apiKeyColumns(now)
  const rows = arrangeRows(keys, {
    columns,
    order: state.order,
    search: '',
    searchText: (key) => key.name,
  })
  return (
    <DataTable
      label="API keys"
      columns={columns}
      rows={rows}
      rowKey={(key) => key.token_key}
      rowName={(key) => key.name}
      order={state.order}
      onOrder={state.setOrder}
      renderActions={(key) => (
        <Menu trigger={<IconButton label={`Actions for ${key.name}`} icon="more" />}>
          <MenuItem onSelect={() => go(`${encodeURIComponent(key.token_key)}/rename`)}>
            Rename
          </MenuItem>
          <MenuItem
            tone="negative"
            onSelect={() => go(`${encodeURIComponent(key.token_key)}/revoke`)}
          >
            Revoke
          </MenuItem>
        </Menu>
      )}
      empty={null}
    />
  )
}
