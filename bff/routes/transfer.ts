import type { Parsed } from '../../contract/endpoints.ts'
import type { transferEndpoints } from '../../contract/endpoints/transfer.ts'
import { required } from '../../contract/fields.ts'
import { importRows } from '../../contract/rules/import-plan.ts'
import { fieldError } from '../errors.ts'
import type { Call, Handlers } from '../handlers.ts'
import type { Secrets } from '../secrets.ts'
import { exportBundle } from '../services/export-bundle.ts'
import { applyBundle, type Makers, planBundle } from '../services/import-bundle.ts'
import { readMaas } from '../services/import-maas.ts'
import type { Store } from '../store/store.ts'

type TransferDeps = { store: Store; secrets: Secrets; make: Makers }

export function transferRoutes({
  store,
  secrets,
  make,
}: TransferDeps): Pick<Handlers, keyof typeof transferEndpoints> {
  const audit = (call: Call, action: string, subject: string) =>
    store.audit.add({ username: call.user.username, action, subject, source_ip: call.ip })
  return {
    importPlan: async (input, call) =>
      importRows(await planBundle(store, await sourceOf(input, call))),
    importApply: async (input, call) => {
      const bundle = await sourceOf(input, call)
      await audit(call, 'import', input.url === undefined ? 'a bundle' : new URL(input.url).origin)
      return applyBundle(store, make, bundle, input.trust ?? 'ask', call)
    },
    exportRead: async (_, call) => {
      await audit(call, 'export', 'everything, with passwords')
      return exportBundle(store, secrets)
    },
  }
}

async function sourceOf({ url, key, bundle }: Parsed<'importPlan'>, { signal }: Call) {
  if (bundle && url !== undefined) {
    throw fieldError('bundle', 'Give either the address of a MAAS or a bundle, not both.')
  }
  if (bundle) return bundle
  if (url === undefined) throw fieldError('url', 'Give the address of a MAAS, or a bundle.')
  if (key === undefined || key.trim() === '') throw fieldError('key', required)
  if (key.trim().split(':').length !== 3) {
    throw fieldError('key', 'An API key has three parts with colons between them.')
  }
  return readMaas(url, key, signal)
}
