/** What a spec may ask of the world around the browser, whichever peer answers. */

export type Peer = 'mocks' | 'real'

/** Everything that can go wrong on the way to a host, each with its own address to type. */
export const faults = [
  'wrong password',
  'unknown host',
  'closed port',
  'refused key',
  'user outside group libvirt',
  'stopped libvirtd',
  'changed host key',
] as const
export type Fault = (typeof faults)[number]

/** What goes into the Add pod dialog. */
export type Entry = { address: string; password?: string }

export type World = {
  peer: Peer
  /** The product's start page, with a slash at the end. */
  url: string
  admin: { username: string; password: string }
  /** A host that lets Podyard's key in, and one that wants a password. Their contents differ. */
  hosts: { byKey: Entry; byPassword: Entry }
  /** Breaks something and says what to type to meet it. */
  broken(fault: Exclude<Fault, 'changed host key'>): Promise<Entry>
}
