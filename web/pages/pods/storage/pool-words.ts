import type { StoragePoolState } from '../../../../contract/pod.ts'
import type { StatusTone } from '../../../ui/StatusDot.tsx'

/** libvirt's word for LVM is "logical". */
export const typeTitle = (type: string) => (type === 'logical' ? 'LVM' : type)

export const stateWords: Record<StoragePoolState, string> = {
  running: 'Active',
  inactive: 'Inactive',
  building: 'Being built',
  degraded: 'Degraded',
  inaccessible: 'Not accessible',
}

export const stateTones: Record<StoragePoolState, StatusTone> = {
  running: 'positive',
  inactive: 'idle',
  building: 'active',
  degraded: 'caution',
  inaccessible: 'negative',
}
