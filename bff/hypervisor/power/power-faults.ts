import type { Fix } from '../../../contract/check.ts'
import type { LibvirtError } from '../../../libvirt/index.ts'
import { shellWord } from '../derive.ts'
import { fault, fix, sentence } from '../faults.ts'
import type { HostFault } from '../port.ts'

type Known = { pattern: RegExp; remedy: (match: RegExpExecArray) => Fix }

/** What keeps guests from starting most often, by the words of libvirt and QEMU. */
const known: readonly Known[] = [
  {
    pattern: /network '([^']+)' is not active/,
    remedy: ([, name = '']) =>
      fix('Start the network on the host.', `virsh net-start ${shellWord(name)}`),
  },
  {
    pattern: /Network not found: .*'([^']+)'/,
    remedy: ([, name = '']) =>
      fix(`Define the network ${name} on the host, or change the machine.`),
  },
  {
    pattern: /storage pool '([^']+)' .*not active/,
    remedy: ([, name = '']) =>
      fix('Start the storage pool on the host.', `virsh pool-start ${shellWord(name)}`),
  },
  {
    pattern: /Cannot access storage file '([^']+)'|Could not open '([^']+)'/,
    remedy: ([, path, other]) =>
      fix('Look whether the file is there, and who may read it.', lookAt(path ?? other ?? '')),
  },
  {
    pattern: /Failed to get "?write"? ?lock|Failed to get shared "write" lock/i,
    remedy: () => fix('Another machine uses the same disk. Power that one off first.'),
  },
  {
    pattern: /KVM/,
    remedy: () =>
      fix(
        'Switch virtualization on in the firmware of the host, and load its module.',
        'sudo modprobe kvm_intel || sudo modprobe kvm_amd',
      ),
  },
  {
    pattern: /Cannot allocate memory|cannot set up guest memory/i,
    remedy: () => fix('The host has too little memory free. Power another machine off first.'),
  },
  {
    pattern: /managed save|restore/i,
    remedy: () =>
      fix('Its saved state may not fit the host any more. Powering it on without it loses it.'),
  },
]

const lookAt = (path: string) => `sudo ls -l ${shellWord(path)}`

/** Why the host does not switch a machine. */
export function powerFault({ message, codeName }: LibvirtError): HostFault {
  if (codeName === 'VIR_ERR_NO_DOMAIN') {
    return fault(
      'libvirt_refused',
      'The host has no such machine any more.',
      fix('Refresh the pod.'),
    )
  }
  for (const { pattern, remedy } of known) {
    const match = pattern.exec(message)
    if (match) return fault('libvirt_refused', refused(message), remedy(match))
  }
  return fault('libvirt_refused', refused(message))
}

const refused = (message: string) => `libvirt refused: ${sentence(message)}`
