import { fieldErrors } from './refusal.ts'

export type Target = { host: string | null; port: number; user: string; address: string }

/** Reads `qemu+ssh://user@host[:port]/system` or `qemu:///system`; a host of null is this machine. */
export function parseAddress(address: string): Target {
  if (address === 'qemu:///system') return { host: null, port: 0, user: '', address }
  const scheme = /^([a-z+]+):\/\//.exec(address)?.[1]
  if (scheme !== 'qemu+ssh') {
    throw refuse('Enter an address such as qemu+ssh://ubuntu@192.168.1.2/system.')
  }
  if (address.includes('?')) throw refuse('Remove the part from "?" on: options are not accepted.')
  const match =
    /^qemu\+ssh:\/\/(?:([^@/:\s]+)@)?(\[[0-9a-f:]+\]|[\w.-]+)(?::(\d{1,5}))?(\/.*)?$/i.exec(address)
  const [, user, host, port, path] = match ?? []
  if (!host) throw refuse('The host name is missing or not valid.')
  if (!user) throw refuse('Name the user: qemu+ssh://USER@HOST/system.')
  if (path !== '/system') throw refuse('The address must end in /system.')
  return { host: host.toLowerCase(), port: Number(port ?? 22), user, address }
}

const refuse = (message: string) => fieldErrors({ power_address: [message] })
