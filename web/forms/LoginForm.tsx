import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { Input } from '../../contract/endpoints.ts'
import { client, queryClient } from '../api/client.ts'
import { sessionQuery } from '../api/session.ts'
import { required } from '../form/bound.ts'
import { InlineForm } from '../form/InlineForm.tsx'
import { PasswordField, TextField } from '../form/TextField.tsx'

type LoginFormProps = {
  /** Who was logged in before. */
  username?: string
  /** Runs once the session is known to the page. */
  onDone: () => void
}

export function LoginForm({ username = '', onDone }: LoginFormProps) {
  const form = useForm({ defaultValues: { username, password: '' } })
  const login = useMutation({
    mutationFn: (credentials: Input<'sessionCreate'>) => client.sessionCreate(credentials),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      onDone()
    },
  })
  return (
    <InlineForm
      form={form}
      label="Log in"
      submitLabel="Log in"
      onSubmit={(values) => login.mutate(values)}
      submitError={login.error}
      loading={login.isPending}
    >
      <TextField
        control={form.control}
        name="username"
        label="User name"
        autoComplete="username"
        spellCheck={false}
        rules={required}
        stacked
        // The page is this form and nothing else.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      <PasswordField
        control={form.control}
        name="password"
        label="Password"
        autoComplete="current-password"
        rules={required}
        stacked
      />
    </InlineForm>
  )
}
