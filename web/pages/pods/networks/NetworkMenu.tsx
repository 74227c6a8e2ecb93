import type { Network } from '../../../../contract/network.ts'
import type { Pod } from '../../../../contract/pod.ts'
import {
  whyNotDeleteNetwork,
  whyNotStartNetwork,
  whyNotStopNetwork,
} from '../../../../contract/rules/networks.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx'
import type { HostChanges } from '../use-host-change.ts'
import { useHostReason } from '../use-host-reason.ts'

type NetworkMenuProps = {
  pod: Pod
  network: Network
  changes: HostChanges
  onLeases: () => void
  onDelete: () => void
}

/** What may be done with one network. What is forbidden says why. */
export function NetworkMenu({ pod, network, changes, onLeases, onDelete }: NetworkMenuProps) {
  const { name, active, autostart } = network
  const busy = changes.running ? 'Another change is under way.' : undefined
  const reason = useHostReason(pod) ?? busy
  const away =
    pod.podyard.connection.state === 'connected' ? undefined : 'The host cannot be reached now.'
  const noDhcp = network.dhcp ? undefined : 'libvirt hands out no addresses on it.'
  const key = { id: pod.id, network: network.id }
  return (
    <Menu trigger={<IconButton label={`Actions for ${name}`} icon="more" />}>
      {active ? (
        <MenuItem
          disabledReason={reason ?? whyNotStopNetwork(network, network.running_machines)}
          onSelect={() =>
            changes.run({ call: (api) => api.networkStop(key), done: `${name} was stopped.` })
          }
        >
          Stop
        </MenuItem>
      ) : (
        <MenuItem
          disabledReason={reason ?? whyNotStartNetwork(network)}
          onSelect={() =>
            changes.run({ call: (api) => api.networkStart(key), done: `${name} was started.` })
          }
        >
          Start
        </MenuItem>
      )}
      <MenuItem
        disabledReason={reason}
        onSelect={() =>
          changes.run({
            call: (api) => api.networkUpdate({ ...key, autostart: autostart !== true }),
            done:
              autostart === true
                ? `${name} no longer starts with the host.`
                : `${name} starts with the host.`,
          })
        }
      >
        {autostart === true ? 'Do not start with the host' : 'Start with the host'}
      </MenuItem>
      <MenuItem disabledReason={away ?? noDhcp} onSelect={onLeases}>
        Show DHCP leases
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        tone="negative"
        disabledReason={reason ?? whyNotDeleteNetwork(network, network.machines)}
        onSelect={onDelete}
      >
        Delete
      </MenuItem>
    </Menu>
  )
}
