import { isIPv4, isIPv6 } from 'node:net'
import { DEFAULT_PORTS } from './transport/default-ports.ts'

/** How to reach a host, and what to ask the daemon there for. */
export type LibvirtAddress = LocalAddress | SshAddress | TlsAddress | TcpAddress

export interface LocalAddress {
  readonly transport: 'unix'
  /** What connectOpen gets: `qemu:///system` or `test:///...`. */
  readonly uri: string
}

export interface SshAddress {
  readonly transport: 'ssh'
  readonly uri: 'qemu:///system'
  /** Undefined when the address names none: the caller has a default, this folder has not. */
  readonly user: string | undefined
  /** DNS name, IPv4 or IPv6 without brackets. */
  readonly host: string
  /** 1 to 65 535. */
  readonly port: number
}

export interface TlsAddress {
  readonly transport: 'tls'
  readonly uri: 'qemu:///system'
  /** DNS name, IPv4 or IPv6 without brackets. */
  readonly host: string
  /** 1 to 65 535. */
  readonly port: number
}

/** Not encrypted. */
export interface TcpAddress extends Omit<TlsAddress, 'transport'> {
  readonly transport: 'tcp'
}

type TransportName = LibvirtAddress['transport']

export type AddressErrorCode =
  | 'empty'
  | 'no_scheme'
  | 'unknown_scheme'
  | 'unsupported_transport'
  | 'query_not_allowed'
  | 'bad_user'
  | 'user_not_allowed'
  | 'password_not_allowed'
  | 'host_missing'
  | 'host_not_allowed'
  | 'bad_host'
  | 'bad_port'
  | 'bad_path'

/** An address that is not one of the forms understood here; `message` says which part and why. */
export class AddressError extends Error {
  override readonly name = 'AddressError'
  readonly code: AddressErrorCode

  constructor(code: AddressErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

// User and host end up in logs, in commands shown to people and perhaps in a shell one day. So the
// alphabets are small, and neither may look like an option.
const USER = /^[a-z_][a-z0-9_.-]{0,31}$/i
const DNS_LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i
/** A password may hold the characters that end a host or a path. */
const PASSWORD = /^[^:]*:\/\/[^:]*:[^@]*@/
const TEST_PATH = /^\/[a-z0-9_./+-]+$/i

/**
 * Reads `qemu:///system`, `qemu+ssh://[user@]host[:port]/system`,
 * `qemu+tls://host[:port]/system`, `test:///default` and `test:///path/of/a/file.xml`;
 * `qemu+tcp://host[:port]/system`, which is not encrypted, only where `transports` names it.
 *
 * @param options.transports the only ones allowed; unix, ssh and tls by default
 * @throws AddressError
 */
export function parseLibvirtUri<T extends TransportName = 'unix' | 'ssh' | 'tls'>(
  text: string,
  options: { readonly transports?: readonly T[] } = {},
): Extract<LibvirtAddress, { readonly transport: T }> {
  const allowed: readonly TransportName[] = options.transports ?? ['unix', 'ssh', 'tls']
  const address = parseAny(text, allowed)
  if (allowed.includes(address.transport)) return address as ReturnType<typeof parseLibvirtUri<T>>
  throw unsupported(address.transport, allowed)
}

function parseAny(text: string, allowed: readonly TransportName[]): LibvirtAddress {
  if (text === '') throw new AddressError('empty', 'An address is needed.')
  // First of all, as whatever else is wrong would be said with the password in it.
  if (PASSWORD.test(text)) {
    throw new AddressError('password_not_allowed', 'A password does not belong in the address.')
  }
  // Every character fits the last group, or a line break there would be sought from each other place.
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(.*)$/is.exec(text)
  if (!parts) {
    throw new AddressError('no_scheme', 'The address has to start like qemu+ssh:// or qemu:///.')
  }
  const [, scheme = '', authority = '', path = '', rest = ''] = parts
  if (rest !== '') {
    throw new AddressError('query_not_allowed', `"${rest}" after the path is not supported.`)
  }
  switch (scheme.toLowerCase()) {
    case 'qemu':
      requireNoHost(authority)
      requireSystem(path)
      return { transport: 'unix', uri: 'qemu:///system' }
    case 'qemu+ssh':
      requireSystem(path)
      return { transport: 'ssh', uri: 'qemu:///system', ...parseAuthority(authority, 'ssh') }
    case 'qemu+tls':
    case 'qemu+tcp': {
      const transport = scheme.toLowerCase() === 'qemu+tls' ? 'tls' : 'tcp'
      if (!allowed.includes(transport)) throw unsupported(transport, allowed)
      requireSystem(path)
      const { user, host, port } = parseAuthority(authority, transport)
      if (user !== undefined) {
        throw new AddressError('user_not_allowed', `A user is not part of a ${transport} address.`)
      }
      return { transport, uri: 'qemu:///system', host, port }
    }
    case 'test':
      requireNoHost(authority)
      return { transport: 'unix', uri: `test://${parseTestPath(path)}` }
    default:
      throw schemeError(scheme, allowed)
  }
}

function schemeError(scheme: string, allowed: readonly TransportName[]): AddressError {
  const [driver, transport] = scheme.toLowerCase().split('+')
  return driver === 'qemu' && transport !== undefined
    ? unsupported(transport, allowed)
    : new AddressError('unknown_scheme', `"${scheme}" is not known; use qemu+ssh or qemu.`)
}

function unsupported(transport: string, allowed: readonly TransportName[]): AddressError {
  const remote = allowed.filter((name) => name !== 'unix').join(' and ')
  const message = `"${transport}" is not supported, only ${remote || 'this machine'}.`
  return new AddressError('unsupported_transport', message)
}

function requireNoHost(authority: string): void {
  if (authority === '') return
  throw new AddressError('host_not_allowed', `For the host "${authority}" use qemu+ssh://.`)
}

function requireSystem(path: string): void {
  if (path === '/system') return
  throw new AddressError('bad_path', `The path has to be /system, not "${path}".`)
}

function parseTestPath(path: string): string {
  if (TEST_PATH.test(path) && !path.split('/').includes('..')) return path
  throw new AddressError('bad_path', `"${path}" is neither /default nor the path of a file.`)
}

function parseAuthority(
  authority: string,
  transport: keyof typeof DEFAULT_PORTS,
): Pick<SshAddress, 'user' | 'host' | 'port'> {
  const at = authority.lastIndexOf('@')
  const user = at < 0 ? undefined : parseUser(authority.slice(0, at))
  const hostAndPort = authority.slice(at + 1)
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(hostAndPort)
  if (!parts) throw new AddressError('bad_host', 'An IPv6 address has to be in square brackets.')
  const [, host = '', port] = parts
  return {
    user,
    host: parseHost(host),
    port: port === undefined ? DEFAULT_PORTS[transport] : parsePort(port),
  }
}

function parseUser(user: string): string {
  if (USER.test(user)) return user
  throw new AddressError('bad_user', `"${user}" is not a user name.`)
}

function parseHost(host: string): string {
  if (host === '') throw new AddressError('host_missing', 'The address names no host.')
  if (host.startsWith('[')) {
    const inner = host.slice(1, -1)
    // Zone identifiers may hold any character at all.
    if (isIPv6(inner) && !inner.includes('%')) return inner.toLowerCase()
  } else if (isIPv4(host) || isDnsName(host)) {
    return host.toLowerCase()
  }
  throw new AddressError('bad_host', `"${host}" is neither a DNS name nor an IP address.`)
}

function isDnsName(host: string): boolean {
  const labels = host.replace(/\.$/, '').split('.')
  // A last label of digits would be an IPv4 address gone wrong.
  return (
    host.length <= 253 &&
    labels.every((label) => DNS_LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  )
}

function parsePort(port: string): number {
  const value = /^[1-9]\d{0,4}$/.test(port) ? Number(port) : 0
  if (value >= 1 && value <= 65_535) return value
  throw new AddressError('bad_port', `"${port}" is not a port between 1 and 65535.`)
}
