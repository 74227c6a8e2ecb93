import type { Input } from '../../contract/endpoints.ts'

/** An image that a machine can be deployed with. */
export type DeployImage = {
  /** `ubuntu` */
  osystem: string
  /** `Ubuntu` */
  osystemTitle: string
  /** `noble` */
  release: string
  /** `Ubuntu 24.04 LTS "Noble Numbat"` */
  releaseTitle: string
  /** Why it cannot be made a KVM host; null where it can. */
  whyNoKvmHost: string | null
}

/** A deployment as it stands on the screen. */
export type MachineDeployValues = {
  osystem: string
  release: string
  install_kvm: boolean
  /** cloud-init user data as it was typed. */
  user_data: string
}

export const machineDeployDefaults: MachineDeployValues = {
  osystem: '',
  release: '',
  install_kvm: false,
  user_data: '',
}

/** What is left empty is left to the server. */
export function toMachineDeploy(
  system_id: string,
  { osystem, release, install_kvm, user_data }: MachineDeployValues,
): Input<'machineDeploy'> {
  return {
    system_id,
    ...(osystem === '' ? {} : { osystem }),
    ...(release === '' ? {} : { distro_series: release }),
    ...(install_kvm ? { install_kvm } : {}),
    ...(user_data.trim() === '' ? {} : { user_data: toBase64(user_data) }),
  }
}

const toBase64 = (text: string) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
