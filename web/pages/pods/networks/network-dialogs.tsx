import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { whyNotDeleteNetwork } from '../../../../contract/rules/networks.ts'
import { ConfirmDelete } from '../../../forms/ConfirmDelete.tsx'
import { NetworkAddForm } from '../../../forms/network-add.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogActions } from '../../../ui/Dialog.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { PageSkeleton } from '../../../ui/Skeleton.tsx'
import { GoneDialog } from '../../groups/GoneDialog.tsx'
import { usePod } from '../pod-queries.ts'
import { useHostChange } from '../use-host-change.ts'
import { useHostReason } from '../use-host-reason.ts'
import { LeaseTable } from './LeaseTable.tsx'
import { leasesQuery, networksQuery } from './network-queries.ts'

function useClose() {
  const { id } = useParams()
  const navigate = useNavigate()
  return () => void navigate(`/pods/${id}/networks`, { preventScrollReset: true })
}

const useNetworks = (id: number) => useSuspenseQuery(networksQuery(id)).data

export function AddNetwork() {
  const pod = usePod()
  const close = useClose()
  const changes = useHostChange(pod.id, close)
  return (
    <NetworkAddForm
      podId={pod.id}
      networks={useNetworks(pod.id)}
      disabledReason={useHostReason(pod)}
      onAdd={(input) =>
        changes.run({
          call: (api) => api.networkCreate({ id: pod.id, ...input }),
          done: `The network ${input.name} was added.`,
        })
      }
      onDismiss={close}
      submitError={changes.error}
      loading={changes.running}
    />
  )
}

export function DeleteNetwork() {
  const pod = usePod()
  const { network: name } = useParams()
  const network = useNetworks(pod.id).find((each) => each.name === name)
  const close = useClose()
  const changes = useHostChange(pod.id, close)
  const reason = useHostReason(pod)
  if (!network) return <GoneDialog what="network" onDismiss={close} />
  return (
    <ConfirmDelete
      title={`Delete network ${network.name}`}
      submitLabel="Delete network"
      onConfirm={() =>
        changes.run({
          call: (api) => api.networkDelete({ id: pod.id, network: network.id }),
          done: `The network ${network.name} was deleted.`,
        })
      }
      submitError={changes.error}
      loading={changes.running}
      disabledReason={reason ?? whyNotDeleteNetwork(network, network.machines)}
      onDismiss={close}
    >
      The host stops the network and forgets its definition
      {network.forward === 'bridge'
        ? `; the bridge ${network.bridge ?? ''} stays, with all that is in it.`
        : `, its bridge ${network.bridge ?? ''} and its DHCP leases.`}{' '}
      No machine is plugged into it. Before it goes, the host is asked once more.
    </ConfirmDelete>
  )
}

export function NetworkLeases() {
  const pod = usePod()
  const { network = '' } = useParams()
  const close = useClose()
  const { data, error, refetch } = useQuery({ ...leasesQuery(pod.id, network), staleTime: 0 })
  return (
    <Dialog
      title={`DHCP leases of ${network}`}
      width="wide"
      onDismiss={close}
      footer={
        <DialogActions>
          <Button onClick={close}>Close</Button>
        </DialogActions>
      }
    >
      {error ? (
        <ProblemNotice
          title="The leases could not be read"
          problem={error.problem}
          actions={<Button onClick={() => void refetch()}>Try again</Button>}
        />
      ) : data ? (
        <LeaseTable leases={data} />
      ) : (
        <PageSkeleton rows={3} />
      )}
    </Dialog>
  )
}
