import { useNavigate } from 'react-router'
import type { Pod } from '../../../contract/pod.ts'
import { whyNotCompose } from '../../../contract/rules/pod-can.ts'
import { useAdminReason } from '../../api/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import type { PodReach } from './use-pod-reach.ts'

export function PodActions({ pod, reach }: { pod: Pod; reach: PodReach }) {
  const navigate = useNavigate()
  const reason = useAdminReason()
  const busy = reach.running ? 'A refresh is under way.' : undefined
  return (
    <Menu
      trigger={
        <Button variant="positive">
          Take action <Icon name="chevron-down" />
        </Button>
      }
    >
      <MenuItem
        disabledReason={reason ?? whyNotCompose(pod) ?? undefined}
        onSelect={() => void navigate(`/pods/${pod.id}/compose`)}
      >
        Compose
      </MenuItem>
      <MenuItem disabledReason={reason ?? busy} onSelect={() => void reach.start()}>
        Refresh
      </MenuItem>
      <MenuItem
        tone="negative"
        disabledReason={reason}
        onSelect={() => void navigate(`/pods/${pod.id}/delete`)}
      >
        Delete
      </MenuItem>
    </Menu>
  )
}
