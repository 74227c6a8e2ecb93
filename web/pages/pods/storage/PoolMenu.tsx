import {
  whyNotDelete,
  whyNotRefresh,
  whyNotStart,
  whyNotStop,
} from '../../../../contract/rules/storage-pools.ts'
import type { Pod } from '../../../../contract/pod.ts'
import type { PodStoragePool } from '../../../../contract/storage.ts'
import { useAdminReason } from '../../../api/session.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx'
import type { HostChanges } from '../use-host-change.ts'
import { useHostReason } from '../use-host-reason.ts'

type PoolMenuProps = {
  pod: Pod
  pool: PodStoragePool
  changes: HostChanges
  onDelete: () => void
}

/** What may be done with one storage pool. What is forbidden says why. */
export function PoolMenu({ pod, pool, changes, onDelete }: PoolMenuProps) {
  const adminReason = useAdminReason()
  const { name, autostart, state } = pool
  const busy = changes.running ? 'Another change is under way.' : undefined
  const reason = useHostReason(pod) ?? busy
  const key = { id: pod.id, storage_pool: pool.id }
  return (
    <Menu trigger={<IconButton label={`Actions for ${name}`} icon="more" />}>
      {state === 'inactive' ? (
        <MenuItem
          disabledReason={reason ?? whyNotStart(pool)}
          onSelect={() =>
            changes.run({ call: (api) => api.storagePoolStart(key), done: `${name} was started.` })
          }
        >
          Start
        </MenuItem>
      ) : (
        <MenuItem
          disabledReason={reason ?? whyNotStop(pool, pool.running_machines)}
          hint="Its files stay; no disk can be made in it meanwhile."
          onSelect={() =>
            changes.run({ call: (api) => api.storagePoolStop(key), done: `${name} was stopped.` })
          }
        >
          Stop
        </MenuItem>
      )}
      <MenuItem
        disabledReason={reason ?? whyNotRefresh(pool)}
        onSelect={() =>
          changes.run({
            call: (api) => api.storagePoolRefresh(key),
            done: `${name} was refreshed.`,
          })
        }
      >
        Refresh
      </MenuItem>
      <MenuItem
        disabledReason={reason}
        onSelect={() =>
          changes.run({
            call: (api) => api.storagePoolUpdate({ ...key, autostart: !autostart }),
            done: autostart
              ? `${name} no longer starts with the host.`
              : `${name} starts with the host.`,
          })
        }
      >
        {autostart ? 'Do not start with the host' : 'Start with the host'}
      </MenuItem>
      <MenuItem
        disabledReason={
          adminReason ?? busy ?? (pool.default ? 'It is the default one already.' : undefined)
        }
        onSelect={() =>
          changes.run({
            call: (api) => api.podUpdate({ id: pod.id, default_storage_pool: pool.id }),
            done: `New disks go to ${name}.`,
          })
        }
      >
        Make default
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        tone="negative"
        disabledReason={reason ?? whyNotDelete(pool, pool.machines)}
        onSelect={onDelete}
      >
        Delete
      </MenuItem>
    </Menu>
  )
}
