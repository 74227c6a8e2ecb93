import { createHash } from 'node:crypto'
import ssh2, { type ParsedKey } from 'ssh2'
import type { HostKey } from './stages.ts'
import { TransportError } from './transport-error.ts'

/** A private key, decrypted and ready to sign. Keep it: decrypting blocks for up to 400 ms. */
export interface SshPrivateKey {
  /** The line for authorized_keys, without a comment. */
  readonly publicKey: string
  /** `SHA256:...`, as ssh-keygen prints it. */
  readonly fingerprint: string
  readonly parsed: ParsedKey
}

/**
 * Reads a private key in OpenSSH or PEM format.
 *
 * @throws TransportError `key_unusable`; `details.key` says why
 */
export function parsePrivateKey(text: string, passphrase?: string): SshPrivateKey {
  const result: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(text, passphrase)
  const parsed = Array.isArray(result) ? result[0] : result
  if (parsed instanceof Error) throw unusable(parsed)
  if (!parsed?.isPrivateKey()) throw unusable(new Error('a public key, not a private one'))
  const blob = parsed.getPublicSSH()
  return {
    publicKey: `${parsed.type} ${blob.toString('base64')}`,
    fingerprint: fingerprintOf(blob),
    parsed,
  }
}

function unusable(cause: Error): TransportError {
  const key = /no passphrase given/i.test(cause.message)
    ? 'passphrase_needed'
    : /bad passphrase|bad decrypt|integrity check failed/i.test(cause.message)
      ? 'bad_passphrase'
      : 'unsupported_format'
  return new TransportError('key_unusable', `The private key cannot be used: ${cause.message}`, {
    cause,
    details: { key },
  })
}

export interface SshKeyPair {
  /** OpenSSH format, not encrypted. */
  readonly privateKey: string
  /** The line for authorized_keys. */
  readonly publicKey: string
}

/** Makes an ed25519 key. About one in 250 that ssh2 makes is malformed, so each is tried first. */
export function generateSshKey(comment: string): SshKeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment })
    if (ssh2.utils.parseKey(pair.private) instanceof Error) continue
    return { privateKey: pair.private, publicKey: pair.public }
  }
}

/** `SHA256:` and base64 without padding, as ssh-keygen prints it. */
export function fingerprintOf(keyBlob: Uint8Array): string {
  const digest = createHash('sha256').update(keyBlob).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

/** Names in SSH have at most 64 visible characters. */
const ALGORITHM = /^[\x21-\x7e]{1,64}$/

/**
 * The blob begins with its own type, as a string behind its length. A host may send any bytes: the
 * type is empty where they name none.
 */
export function hostKeyOf(keyBlob: Buffer): HostKey {
  const length = keyBlob.length < 4 ? 0 : keyBlob.readUInt32BE()
  const name = keyBlob.toString('latin1', 4, 4 + Math.min(length, 65))
  const algorithm = name.length === length && ALGORITHM.test(name) ? name : ''
  return { algorithm, keyBlob, fingerprint: fingerprintOf(keyBlob) }
}
