import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { Input } from '../../contract/endpoints.ts'
import { minPasswordLength } from '../../contract/user.ts'
import { client, queryClient } from '../api/client.ts'
import { sessionQuery } from '../api/session.ts'
import { required } from '../form/bound.ts'
import { InlineForm } from '../form/InlineForm.tsx'
import { PasswordField, TextField } from '../form/TextField.tsx'

type SetupFormProps = {
  /** From the setup link. */
  token: string
  onDone: () => void
}

const tooShort = `This password is too short. It must contain at least ${minPasswordLength} characters.`

/** The first admin. */
export function SetupForm({ token, onDone }: SetupFormProps) {
  const form = useForm({ defaultValues: { username: '', password: '', repeat: '' } })
  const setup = useMutation({
    mutationFn: (input: Input<'setupComplete'>) => client.setupComplete(input),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      onDone()
    },
  })
  return (
    <InlineForm
      form={form}
      label="Create the first admin"
      submitLabel="Create admin"
      onSubmit={({ username, password }) => setup.mutate({ token, username, password })}
      submitError={setup.error}
      loading={setup.isPending}
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
        hint={`At least ${minPasswordLength} characters.`}
        autoComplete="new-password"
        rules={{ ...required, minLength: { value: minPasswordLength, message: tooShort } }}
        stacked
      />
      <PasswordField
        control={form.control}
        name="repeat"
        label="Repeat password"
        autoComplete="new-password"
        rules={{
          ...required,
          validate: (repeat, values) =>
            repeat === values['password'] || 'The two passwords differ.',
        }}
        stacked
      />
    </InlineForm>
  )
}
