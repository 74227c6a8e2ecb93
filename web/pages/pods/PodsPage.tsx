import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet } from 'react-router'
import { preload } from '../../api/query.ts'
import { useAdminReason } from '../../api/session.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { Button, type ButtonVariant, buttonClass } from '../../ui/Button.tsx'
import { EmptyState, PodsPicture } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { podsQuery } from './pod-queries.ts'
import { PodsList } from './PodsList.tsx'

export const loader = () => preload(podsQuery)

/** `/pods`, and behind the dialogs below it. */
export function Component() {
  usePageTitle('Pods')
  const { data: pods } = useSuspenseQuery(podsQuery)
  return (
    <>
      {pods.length > 0 ? <PodsList pods={pods} addPod={<AddPod />} /> : <NoPods />}
      <Outlet />
    </>
  )
}

function NoPods() {
  return (
    <>
      <PageHeader title="Pods" />
      <EmptyState
        title="You have not added any pods yet."
        picture={<PodsPicture />}
        action={<AddPod variant="positive" />}
      >
        A pod is a KVM host. Its virtual machines go on running as they are when you add it.
      </EmptyState>
    </>
  )
}

function AddPod({ variant = 'neutral' }: { variant?: ButtonVariant }) {
  const reason = useAdminReason()
  return reason === undefined ? (
    <Link to="/pods/add" className={buttonClass(variant)}>
      Add pod
    </Link>
  ) : (
    <Button variant={variant} disabledReason={reason}>
      Add pod
    </Button>
  )
}
