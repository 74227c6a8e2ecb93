import { useForm, useWatch } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { whyNotDelete, whyNotRefresh } from '../../contract/rules/storage-pools.ts'
import type { PodStoragePool } from '../../contract/storage.ts'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { FormDialog } from '../form/FormDialog.tsx'
import { TextField } from '../form/TextField.tsx'

type Values = { delete_volumes: boolean; confirmation: string }

type StoragePoolDeleteProps = {
  pool: PodStoragePool
  disabledReason: string | undefined
  onDelete: (options: { delete_volumes: boolean }) => void
  onDismiss: () => void
  submitError: ApiError | null
  loading: boolean
}

/** The files stay, unless one asks for their end and types the pool's name. */
export function StoragePoolDeleteForm(props: StoragePoolDeleteProps) {
  const { pool, disabledReason, onDelete, onDismiss, submitError, loading } = props
  const form = useForm<Values>({ defaultValues: { delete_volumes: false, confirmation: '' } })
  const { control } = form
  const { delete_volumes: withVolumes = false } = useWatch({ control })
  const { name, path, volume_count: count } = pool
  const obstacle =
    whyNotRefresh(pool) ?? (count === 0 ? 'There is nothing in this storage pool.' : undefined)
  const volumes = `${count ?? 'all'} ${count === 1 ? 'volume' : 'volumes'}`
  return (
    <FormDialog
      form={form}
      title={`Delete storage pool ${name}`}
      submitLabel={withVolumes ? `Delete pool and ${volumes}` : 'Delete pool'}
      submitVariant="negative"
      submitDisabledReason={disabledReason ?? whyNotDelete(pool, pool.machines)}
      onSubmit={({ delete_volumes }) => onDelete({ delete_volumes })}
      onDismiss={onDismiss}
      submitError={submitError}
      loading={loading}
      saved={!withVolumes}
    >
      <p>
        The host stops and forgets <strong>{name}</strong>.{' '}
        {withVolumes
          ? `All that is in its ${volumes} is lost. ${kept(pool)}`
          : `Its ${volumes} stay in ${path ?? 'their place'}; adding a pool there again brings them back.`}
        {pool.default ? ' New disks go to another pool of the host from then on.' : ''}
      </p>
      <CheckboxField
        control={control}
        name="delete_volumes"
        label={`Also delete its ${volumes}`}
        disabled={obstacle !== undefined || loading}
        hint={obstacle ?? 'This cannot be undone.'}
      />
      {withVolumes ? (
        <TextField
          stacked
          control={control}
          name="confirmation"
          label={`Type ${name} to confirm`}
          spellCheck={false}
          disabled={loading}
          rules={{
            validate: (typed: unknown) => typed === name || `Type ${name} as it is written.`,
          }}
        />
      ) : null}
    </FormDialog>
  )
}

const kept = ({ type, path }: PodStoragePool) =>
  type === 'logical' ? 'The volume group stays.' : `The folder ${path ?? ''} stays.`
