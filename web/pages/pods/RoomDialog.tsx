import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { preload } from '../../api/query.ts'
import { useAdminReason } from '../../api/session.ts'
import { PodRoomForm } from '../../forms/pod-room.tsx'
import { podsQuery } from './pod-queries.ts'

export const loader = () => preload(podsQuery)

/** `/pods/room` */
export function Component() {
  const { data: pods } = useSuspenseQuery(podsQuery)
  const navigate = useNavigate()
  return (
    <PodRoomForm
      pods={pods}
      canCompose={useAdminReason() === undefined}
      onDismiss={() => void navigate('/pods')}
    />
  )
}
