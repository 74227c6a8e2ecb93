import {
  AddressError,
  parseLibvirtUri,
  type LocalAddress,
  type SshAddress,
} from '../../libvirt/index.ts'
import { InvalidAddress } from './host-error.ts'

/**
 * Reads the address of a host.
 *
 * @throws InvalidAddress
 */
export function parseAddress(text: string, allowTestDriver: boolean): LocalAddress | SshAddress {
  try {
    const address = parseLibvirtUri(text, { transports: ['unix', 'ssh'] })
    if (allowTestDriver || !address.uri.startsWith('test:')) return address
  } catch (error) {
    if (error instanceof AddressError) throw new InvalidAddress(error.message, { cause: error })
    throw error
  }
  throw new InvalidAddress('Simulated hosts (test:///) are switched off on this server.')
}

/** Whether two addresses lead to one sshd, and its key is therefore the same. */
export function isSameHost(one: string, other: string): boolean {
  const [a, b] = [parseAddress(one, true), parseAddress(other, true)]
  if (a.transport !== 'ssh' || b.transport !== 'ssh') return a.transport === b.transport
  return a.host === b.host && a.port === b.port
}
