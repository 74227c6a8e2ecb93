import { Duplex, PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { AddressError, parseLibvirtUri, type LibvirtAddress } from '../../parse-address.ts'
import { generateSshKey, hostKeyOf, parsePrivateKey } from '../../transport/ssh-key.ts'
import { probePipe } from '../../transport/ssh-probe.ts'
import { TransportError } from '../../transport/transport-error.ts'
import { mutate, ODD_WORDS } from './mutate.ts'
import { createRandom, type Random } from './random.ts'
import { packetsOf, recordings } from './recordings.ts'
import type { FuzzTarget } from './target.ts'

const addressParts = [
  'qemu',
  'test',
  '+ssh',
  '+tls',
  '+tcp',
  ':',
  '//',
  '/',
  '/system',
  '/default',
  '@',
  '[',
  ']',
  '::1',
  '%',
  '.',
  '-',
  '_',
  '?',
  '#',
  'a',
  'root',
  'host.example',
  '10.0.0.1',
  '22',
  '65535',
  '65536',
  '0',
  '\0',
  '\n',
  ' ',
  '..',
  'ß',
  '\ud800',
  '\u202e',
  "'",
  '"',
  '$(id)',
  ';',
  '-oProxyCommand=x',
  '%00',
]
const addresses = [
  'qemu:///system',
  'qemu+ssh://root@host.example:22/system',
  'qemu+ssh://[fe80::1]:22/system',
  'qemu+tls://host.example:16514/system',
  'qemu+tcp://[::1]/system',
  'test:///default',
  'test:///etc/libvirt/a.xml',
]

function makeAddress(random: Random): string {
  let text = random.chance(0.5) ? random.pick(addresses) : ''
  for (let left = random.below(8); left > 0; left--) {
    const at = random.chance(0.5) ? text.length : random.below(text.length + 1)
    const part = random.chance(0.02) ? 'a.'.repeat(50_000) : random.pick(addressParts)
    text = text.slice(0, at) + part + text.slice(at + random.below(2))
  }
  return text
}

const transports = ['unix', 'ssh', 'tls', 'tcp'] as const

/** No character that a shell or a log knows, and no option. */
function mustBeHarmless(text: string): void {
  if (!/^(?!-)[\w.:/+-]+$/.test(text)) throw new Error(`odd text ${JSON.stringify(text)}`)
}

/** Text is an address made of harmless characters, or an AddressError. */
export const address: FuzzTarget = {
  name: 'address',
  known: addresses.map((text) => () => Buffer.from(text, 'utf16le')),
  make: (random) => Buffer.from(makeAddress(random), 'utf16le'),
  run(input) {
    let found: LibvirtAddress
    try {
      found = parseLibvirtUri(input.toString('utf16le'), { transports })
    } catch (error) {
      if (error instanceof AddressError) return
      throw error
    }
    mustBeHarmless(found.uri)
    if (found.transport === 'unix') return
    mustBeHarmless(found.host)
    if (!(found.port >= 1 && found.port <= 65_535)) throw new Error(`port ${found.port}`)
    if (found.transport === 'ssh' && found.user !== undefined) mustBeHarmless(found.user)
  },
}

const keyBlob = Buffer.from(
  'AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f',
  'base64',
)

/** A host key of any bytes has a fingerprint and a short type. */
export const hostKey: FuzzTarget = {
  name: 'host-key',
  known: [
    ...Array.from({ length: keyBlob.length }, (_, size) => () => keyBlob.subarray(0, size)),
    ...ODD_WORDS.map((word) => () => {
      const blob = Buffer.from(keyBlob)
      blob.writeUInt32BE(word)
      return blob
    }),
  ],
  make: (random) =>
    mutate(random, random.chance(0.5) ? keyBlob : random.bytes(random.below(2_000))),
  run(input) {
    const { algorithm, fingerprint } = hostKeyOf(input)
    if (!/^SHA256:[\w+/]{43}$/.test(fingerprint)) throw new Error(fingerprint)
    if (!/^[\x21-\x7e]{0,64}$/.test(algorithm)) throw new Error(`type ${JSON.stringify(algorithm)}`)
  },
}

const privateKey = Buffer.from(generateSshKey('fuzz').privateKey)

/** Text is a private key or a TransportError that says key_unusable. */
export const privateKeyText: FuzzTarget = {
  name: 'private-key',
  make(random) {
    if (random.chance(0.5)) return mutate(random, privateKey)
    // Damage below the base64 as well.
    const [first = '', ...rest] = privateKey.toString().trim().split('\n')
    const body = Buffer.from(rest.slice(0, -1).join(''), 'base64')
    return Buffer.from(`${first}\n${mutate(random, body).toString('base64')}\n${rest.at(-1)}\n`)
  },
  run(input) {
    try {
      parsePrivateKey(input.toString('latin1'))
    } catch (error) {
      if (!(error instanceof TransportError) || error.code !== 'key_unusable') throw error
    }
  },
}

const recorded = packetsOf(recordings.test)

/** Whatever a remote command says, the probe ends with a verdict once the command is over. */
export const probe: FuzzTarget = {
  name: 'probe',
  make(random) {
    const stream = random.chance(0.3) ? random.bytes(random.below(300)) : random.pick(recorded)
    return Buffer.concat([random.bytes(4), random.chance(0.5) ? mutate(random, stream) : stream])
  },
  async run(input) {
    if (input.length < 4) return
    const random = createRandom(input.readUInt32BE())
    const channel = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() })
    const stderr = new PassThrough()
    const verdict = probePipe(Object.assign(channel, { stderr }) as never)
    for (let at = 4; at < input.length;) {
      const size = 1 + random.below(200)
      ;(random.chance(0.2) ? stderr : channel).push(input.subarray(at, at + size))
      at += size
    }
    await turn()
    channel.destroy()
    await verdict
  },
}
