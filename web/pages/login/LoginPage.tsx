import { useNavigate, useSearchParams } from 'react-router'
import { LoginForm } from '../../forms/LoginForm.tsx'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { safeReturnPath } from '../../util/return-path.ts'
import { Gate } from './Gate.tsx'

export function Component() {
  usePageTitle('Log in')
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const back = safeReturnPath(params.get('return'))
  return (
    <Gate title="Log in">
      <LoginForm onDone={() => void navigate(back, { replace: true })} />
    </Gate>
  )
}
