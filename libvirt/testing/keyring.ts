import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type Keyring = Awaited<ReturnType<typeof startKeyring>>
export type Certificate = Awaited<ReturnType<Keyring['certificate']>>
export type Authority = Awaited<ReturnType<Keyring['authority']>>

/** A folder of keys and certificates, made by OpenSSH and OpenSSL themselves. */
export async function startKeyring() {
  const directory = await mkdtemp(join(tmpdir(), 'keyring-'))
  const at = (name: string) => join(directory, name)
  const openssl = (...args: string[]) => run('openssl', args)

  return {
    directory,
    /** An SSH key, in OpenSSH's format. */
    async sshKey(name: string, options: readonly string[] = ['-t', 'ed25519'], passphrase = '') {
      const path = at(name)
      await run('ssh-keygen', ['-q', ...options, '-N', passphrase, '-C', name, '-f', path])
      const [text, publicKey] = await Promise.all([
        readFile(path, 'utf8'),
        readFile(`${path}.pub`, 'utf8'),
      ])
      return { path, text, publicKey: publicKey.trim() }
    },
    /** A certificate authority. */
    async authority(name: string) {
      const [key, cert] = [at(`${name}.key`), at(`${name}.pem`)]
      const subject = ['-subj', `/CN=${name}`, '-days', '3650']
      const type = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc']
      await openssl('req', '-x509', ...type, ...subject, '-keyout', key, '-out', cert)
      return { key, cert, pem: await readFile(cert, 'utf8') }
    },
    /** A certificate for these names, valid for a number of days that may be negative. */
    async certificate(
      name: string,
      ca: { readonly key: string; readonly cert: string },
      { names = '', days = 30 }: { readonly names?: string; readonly days?: number } = {},
    ) {
      const [key, request, cert, extensions] = ['key', 'csr', 'pem', 'ext'].map((ending) =>
        at(`${name}.${ending}`),
      ) as [string, string, string, string]
      const usage =
        'keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth\n'
      await writeFile(extensions, `${usage}${names === '' ? '' : `subjectAltName=${names}\n`}`)
      const type = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc']
      await openssl('req', ...type, '-subj', `/CN=${name}`, '-keyout', key, '-out', request)
      const signer = ['-CA', ca.cert, '-CAkey', ca.key, '-days', String(days), '-set_serial', '1']
      await openssl('x509', '-req', '-in', request, ...signer, '-extfile', extensions, '-out', cert)
      const pems = await Promise.all([readFile(key, 'utf8'), readFile(cert, 'utf8')])
      return { key, cert, keyPem: pems[0], certPem: pems[1] }
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
