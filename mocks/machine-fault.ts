/** Failures are inputs: a well-known hostname brings each of them about. */
import type { Problem } from '../contract/problem.ts'
import type { MachineRow } from './db.ts'

type Doing = 'power_on' | 'power_off' | 'soft_off' | 'commission' | 'release' | 'delete'
type Fault = Pick<Problem, 'code' | 'message' | 'fix'>

const refused = (message: string, text: string, command: string | null = null): Fault => ({
  code: 'libvirt_refused',
  message: `libvirt refused: ${message}`,
  fix: { text, command },
})

const hangs = refused(
  'Failed to terminate process 4711 with SIGKILL: Device or resource busy.',
  'Its disk is on storage that does not answer. Look at the storage of the host.',
)

/** By hostname, and by what is done; in the server's words. */
const faults: Record<string, Partial<Record<Doing, Fault>>> = {
  'no-memory': {
    power_on: refused(
      'internal error: qemu unexpectedly closed the monitor: cannot set up guest memory: Cannot allocate memory.',
      'The host has too little memory free. Power another machine off first.',
    ),
  },
  'missing-disk': {
    power_on: refused(
      "Cannot access storage file '/var/lib/libvirt/images/missing-disk-0.qcow2': No such file or directory.",
      'Look whether the file is there, and who may read it.',
      'sudo ls -l /var/lib/libvirt/images/missing-disk-0.qcow2',
    ),
    commission: refused(
      "Cannot access storage file '/var/lib/libvirt/images/missing-disk-0.qcow2': No such file or directory.",
      'Look whether the file is there, and who may read it.',
    ),
  },
  'hung-guest': { power_off: hangs, release: hangs, delete: hangs },
  'deaf-guest': { soft_off: refused('It does not listen.', 'Pull the plug.') },
}

export const machineFault = ({ hostname }: MachineRow, doing: Doing): Fault | undefined =>
  faults[hostname]?.[doing]
