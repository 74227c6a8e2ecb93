import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { client, queryClient } from '../../api/client.ts'
import { ApiKeyCreateForm } from '../../forms/api-key-create.tsx'
import { ApiKeyRenameForm } from '../../forms/api-key-rename.tsx'
import { ConfirmDelete } from '../../forms/ConfirmDelete.tsx'
import { toast } from '../../stores/announcements.ts'
import { GoneDialog } from '../groups/GoneDialog.tsx'
import { apiKeysQuery } from './api-key-queries.ts'

function useClose() {
  const navigate = useNavigate()
  return () => void navigate('/settings/api-keys', { preventScrollReset: true })
}

function useKey() {
  const { token } = useParams()
  return useSuspenseQuery(apiKeysQuery).data.find((key) => key.token_key === token)
}

export function CreateApiKey() {
  return <ApiKeyCreateForm onDismiss={useClose()} />
}

export function RenameApiKey() {
  const close = useClose()
  const key = useKey()
  if (!key) return <GoneDialog what="API key" onDismiss={close} />
  return <ApiKeyRenameForm apiKey={key} onDone={close} onDismiss={close} />
}

export function RevokeApiKey() {
  const close = useClose()
  const key = useKey()
  const revoke = useMutation({
    mutationFn: (token_key: string) => client.apiKeyDelete({ token_key }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['apiKeyList'] })
      toast(`API key ${key?.name} was revoked.`)
      close()
    },
  })
  if (!key) return <GoneDialog what="API key" onDismiss={close} />
  return (
    <ConfirmDelete
      title={`Revoke API key ${key.name}`}
      submitLabel="Revoke API key"
      onConfirm={() => revoke.mutate(key.token_key)}
      submitError={revoke.error}
      loading={revoke.isPending}
      onDismiss={close}
    >
      Whatever uses it is refused from now on. This cannot be undone.
    </ConfirmDelete>
  )
}
