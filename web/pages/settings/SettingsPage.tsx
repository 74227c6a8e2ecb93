import { usePageTitle } from '../../hooks/use-page-title.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { RouteTabs } from '../frame/RouteTabs.tsx'

const tabs = [
  { to: '/settings/general', label: 'General' },
  { to: '/settings/ssh-key', label: 'SSH key' },
  { to: '/settings/api-keys', label: 'API keys' },
  { to: '/settings/import', label: 'Import from MAAS' },
  { to: '/settings/account', label: 'Account' },
]

export function Component() {
  usePageTitle('Settings')
  return (
    <>
      <PageHeader title="Settings" />
      <RouteTabs label="Settings" tabs={tabs} />
    </>
  )
}
