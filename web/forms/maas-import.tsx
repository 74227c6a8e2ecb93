import { useForm, useWatch } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import type { Input } from '../../contract/endpoints.ts'
import { required } from '../form/bound.ts'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { InlineForm } from '../form/InlineForm.tsx'
import { SelectField } from '../form/SelectField.tsx'
import { TextField } from '../form/TextField.tsx'
import { Field } from '../ui/Field.tsx'

/** What the server takes; larger bundles go over the command line of a server of its own. */
const mostBytes = 1000 * 1000

export type ImportSource = Input<'importPlan'>

const empty = {
  source: 'maas',
  url: '',
  key: '',
  /** The text of the file that was chosen. */
  bundle: '',
  first_use: false,
}

type MaasImportProps = {
  onSubmit: (source: ImportSource) => void
  submitError: ApiError | null
  loading: boolean
}

/** Where to import from. */
export function MaasImportForm({ onSubmit, submitError, loading }: MaasImportProps) {
  const form = useForm({ defaultValues: empty })
  const source = useWatch({ control: form.control, name: 'source' })
  const { error } = form.getFieldState('bundle', form.formState)

  const choose = async (file: File | undefined) => {
    form.clearErrors('bundle')
    form.setValue('bundle', file && file.size <= mostBytes ? await file.text() : '')
    if (file && file.size > mostBytes) {
      form.setError('bundle', { message: 'The file is larger than 1 MB.' })
    }
  }
  const submit = (values: typeof empty) => {
    const trust = values.first_use ? 'first_use' : 'ask'
    if (values.source === 'maas') onSubmit({ url: values.url, key: values.key, trust })
    else if (values.bundle === '') form.setError('bundle', { message: 'Choose a file.' })
    else onSubmit({ bundle: parsed(values.bundle), trust })
  }
  return (
    <InlineForm
      form={form}
      label="Import from MAAS"
      submitLabel="Show what would happen"
      onSubmit={submit}
      submitError={submitError}
      loading={loading}
    >
      <SelectField
        control={form.control}
        name="source"
        label="Import from"
        options={[
          { value: 'maas', label: 'A MAAS (3.7 or older) or another Podyard' },
          { value: 'file', label: 'A file that an export wrote' },
        ]}
      />
      {source === 'maas' ? (
        <>
          <TextField
            control={form.control}
            name="url"
            label="Address"
            placeholder="http://maas.example:5240/MAAS/"
            hint="As Podyard’s server reaches it. It is only read from."
            rules={required}
            maxLength={2048}
            spellCheck={false}
            mono
          />
          <TextField
            control={form.control}
            name="key"
            label="API key"
            type="password"
            placeholder="CONSUMER:TOKEN:SECRET"
            hint="Of an admin there: maas apikey --username NAME prints it. It is not kept."
            rules={required}
            maxLength={1024}
            mono
          />
        </>
      ) : (
        <Field label="File" error={error?.message} hint="JSON, up to 1 MB.">
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".json,application/json"
              onChange={(event) => void choose(event.target.files?.[0])}
            />
          )}
        </Field>
      )}
      <CheckboxField
        control={form.control}
        name="first_use"
        label="Trust the host keys that pods show"
        hint="Each is pinned from then on. Without this, a pod whose key is not known is refused with its fingerprint."
      />
    </InlineForm>
  )
}

/** Not JSON: the server says so. */
function parsed(text: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : text
  } catch {
    return text
  }
}
