import { useNavigate } from 'react-router'
import type { Pod } from '../../../contract/pod.ts'
import { whyNotCompose } from '../../../contract/rules/pod-can.ts'
import { useAdminReason } from '../../api/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import styles from './PodsPage.module.css'
import type { PodRefresh } from './use-pod-refresh.ts'

type PodBulkActionsProps = { pods: readonly Pod[]; refresh: PodRefresh }

/** "2 Selected" and what can be done with them. */
export function PodBulkActions({ pods, refresh }: PodBulkActionsProps) {
  const navigate = useNavigate()
  const reason = useAdminReason()
  const ids = pods.map((pod) => pod.id)
  const query = ids.map((id) => `id=${id}`).join('&')
  return (
    <>
      <output className={styles.selected}>{pods.length} Selected</output>
      <Menu
        trigger={
          <Button variant="positive">
            Take action <Icon name="chevron-down" />
          </Button>
        }
      >
        <MenuItem
          disabledReason={reason ?? whyNotComposeOne(pods)}
          onSelect={() => void navigate(`/pods/${ids[0]}/compose`)}
        >
          Compose
        </MenuItem>
        <MenuItem
          disabledReason={reason ?? (refresh.running ? 'A refresh is under way.' : undefined)}
          onSelect={() => void refresh.start(ids)}
        >
          Refresh
        </MenuItem>
        <MenuItem
          tone="negative"
          disabledReason={reason}
          onSelect={() => void navigate(`/pods/delete?${query}`)}
        >
          Delete
        </MenuItem>
      </Menu>
    </>
  )
}

/** A machine is composed on one pod. */
function whyNotComposeOne([pod, ...others]: readonly Pod[]): string | undefined {
  if (!pod || others.length > 0) return 'Select one pod.'
  return whyNotCompose(pod) ?? undefined
}
