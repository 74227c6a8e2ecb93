import type { Input } from '../../contract/endpoints.ts'
import type { podTypes } from '../../contract/pod.ts'

/** A new pod as it stands on the screen. */
export type PodAddValues = {
  name: string
  zone: string
  pool: string
  type: (typeof podTypes)[number]
  power_address: string
  power_pass: string
  default_storage_pool: string
}

export const podAddDefaults: PodAddValues = {
  name: '',
  zone: 'default',
  pool: 'default',
  type: 'virsh',
  power_address: '',
  power_pass: '',
  default_storage_pool: '',
}

export type PodInput = Input<'podCreate'>

/** What is left empty is left to the server. */
export function toPodCreate(values: PodAddValues): PodInput {
  const { name, power_address, power_pass, default_storage_pool, ...rest } = values
  return {
    ...rest,
    power_address: power_address.trim(),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(power_pass === '' ? {} : { power_pass }),
    ...(default_storage_pool.trim() === ''
      ? {}
      : { default_storage_pool: default_storage_pool.trim() }),
  }
}
