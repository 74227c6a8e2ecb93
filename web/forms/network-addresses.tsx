import { type UseFormReturn, useWatch } from 'react-hook-form'
import { CheckboxField } from '../form/CheckboxField.tsx'
import { TextField } from '../form/TextField.tsx'
import { type NetworkValues, type problemOf, usualRange } from './network-add-values.ts'

type NetworkAddressesProps = {
  form: UseFormReturn<NetworkValues>
  disabled: boolean
  rule: (name: Parameters<typeof problemOf>[0]) => { validate: () => string | true }
}

/** Of a network that libvirt makes itself: its block, its bridge, and what libvirt serves on it. */
export function NetworkAddresses({ form: { control }, disabled, rule }: NetworkAddressesProps) {
  const { dhcp = false, address = '' } = useWatch({ control })
  const field = { control, disabled, spellCheck: false }
  const range = usualRange(address)
  return (
    <>
      <TextField
        {...field}
        name="address"
        label="Address of the host"
        placeholder="172.16.99.1/24"
        hint="With its prefix length. No other network or interface of the host may overlap it."
        rules={rule('address')}
        mono
      />
      <TextField
        {...field}
        name="bridge"
        label="Bridge (optional)"
        placeholder="virbr1"
        maxLength={15}
        hint="The name of the one that libvirt makes; its own choice where empty."
        rules={rule('bridge')}
        mono
      />
      <TextField {...field} name="domain" label="Domain (optional)" placeholder="testnet" />
      <CheckboxField
        control={control}
        disabled={disabled}
        name="dhcp"
        label="Hand out addresses (DHCP)"
        hint="Not where another DHCP server, such as MAAS’s, serves the network: machines that boot from it would hear two."
      />
      {dhcp ? (
        <>
          <TextField
            {...field}
            name="dhcp_start"
            label="First address"
            placeholder={range?.dhcp_start ?? ''}
            rules={rule('dhcp_start')}
            mono
          />
          <TextField
            {...field}
            name="dhcp_end"
            label="Last address"
            placeholder={range?.dhcp_end ?? ''}
            rules={rule('dhcp_end')}
            mono
          />
        </>
      ) : null}
      <CheckboxField control={control} disabled={disabled} name="dns" label="Answer names (DNS)" />
    </>
  )
}
