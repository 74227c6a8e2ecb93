import { Link } from 'react-router'
import type { Pod } from '../../../contract/pod.ts'
import { whyNotCompose } from '../../../contract/rules/pod-can.ts'
import { useAdminReason } from '../../api/session.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'

/** The way to the dialog, or why there is none. */
export function ComposeMachine({ pod }: { pod: Pod }) {
  const reason = useAdminReason() ?? whyNotCompose(pod) ?? undefined
  return reason === undefined ? (
    <Link to={`/pods/${pod.id}/compose`} className={buttonClass('positive')}>
      Compose machine
    </Link>
  ) : (
    <Button variant="positive" disabledReason={reason}>
      Compose machine
    </Button>
  )
}
