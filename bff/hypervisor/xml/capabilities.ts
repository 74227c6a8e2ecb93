import { scanXml } from './scan.ts'

export type CapabilitiesXml = {
  /** The host's own architecture in libvirt's word; empty where it does not say. */
  arch: string
  /** Whether guests of that architecture can run on the hardware. */
  kvm: boolean
  /** Whether there is any emulator for the host's own architecture. */
  emulator: boolean
}

/**
 * Reads `virsh capabilities`.
 *
 * @throws XmlError
 */
export function readCapabilitiesXml(xml: string): CapabilitiesXml {
  const capabilities: CapabilitiesXml = { arch: '', kvm: false, emulator: false }
  let guestArch = ''
  scanXml(xml, {
    open(path, attribute) {
      // The host comes first in the document, its guests after it.
      if (path === 'capabilities/guest/arch') guestArch = attribute('name') ?? ''
      else if (path === 'capabilities/guest/arch/domain' && guestArch === capabilities.arch) {
        if (attribute('type') === 'kvm') capabilities.kvm = true
      }
    },
    close(path, text) {
      if (path === 'capabilities/host/cpu/arch') capabilities.arch = text
      else if (path === 'capabilities/guest/arch/emulator' && guestArch === capabilities.arch) {
        capabilities.emulator = text !== ''
      }
    },
  })
  return capabilities
}
