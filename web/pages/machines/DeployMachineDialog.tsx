import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { type MachineCaller, situationOf, whyNot } from '../../../contract/rules/machine-can.ts'
import type { Input } from '../../../contract/endpoints.ts'
import { client } from '../../api/client.ts'
import { useAdminReason, useUser } from '../../api/session.ts'
import { MachineDeployForm } from '../../forms/machine-deploy.tsx'
import type { DeployImage } from '../../forms/machine-deploy-values.ts'
import { toast } from '../../stores/announcements.ts'
import { keepMachine, useMachine } from './machine-queries.ts'

/** None can be brought yet. */
const images: readonly DeployImage[] = []

const nobody: MachineCaller = { username: '', is_superuser: false }

/** `/machines/abc123/deploy` */
export function Component() {
  const navigate = useNavigate()
  const machine = useMachine()
  const user = useUser()
  const kvmReason = useAdminReason()
  const close = () => void navigate(`/machines/${machine.system_id}`, { preventScrollReset: true })
  const deploy = useMutation({
    mutationFn: (input: Input<'machineDeploy'>) => client.machineDeploy(input),
    onSuccess: (deploying) => {
      keepMachine(deploying)
      toast(`${deploying.hostname} is being deployed.`)
      close()
    },
  })
  return (
    <MachineDeployForm
      machine={machine}
      images={images}
      disabledReason={whyNot('deploy', situationOf(machine), user ?? nobody)?.label}
      kvmReason={kvmReason}
      onSubmit={(input) => deploy.mutate(input)}
      submitError={deploy.error}
      loading={deploy.isPending}
      deployed={deploy.isSuccess}
      onDismiss={close}
    />
  )
}
