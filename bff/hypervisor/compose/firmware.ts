import {
  connectGetDomainCapabilities,
  LibvirtError,
  type Connection,
} from '../../../libvirt/index.ts'
import { scanXml } from '../xml/scan.ts'

type Wanted = { arch: string; machine: string; type: string }

/**
 * Whether the host has UEFI firmware for such machines. libvirt takes the definition without it, and fails at the
 * first start. True where the host cannot tell.
 */
export async function hasUefi(
  call: Connection['call'],
  { arch, machine, type }: Wanted,
): Promise<boolean> {
  try {
    const asked = { emulatorbin: null, arch, machine, virttype: type, flags: 0 }
    return namesEfi(await call(connectGetDomainCapabilities, asked, { timeoutMs: 15_000 }))
  } catch (error) {
    if (error instanceof LibvirtError) return true
    throw error
  }
}

function namesEfi(capabilities: string): boolean {
  let isFirmware = false
  let found = false
  scanXml(capabilities, {
    open(path, attribute) {
      if (path === 'domainCapabilities/os/enum') isFirmware = attribute('name') === 'firmware'
    },
    close(path, text) {
      if (path === 'domainCapabilities/os/enum/value' && isFirmware && text === 'efi') found = true
    },
  })
  return found
}
