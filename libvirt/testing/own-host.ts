import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { Door } from './lab.ts'

const run = promisify(execFile)
const program = join(import.meta.dirname, '../../scripts/lab/own-host.ts')

/** A real host of a suite's own, to break and to set up at will. */
export interface OwnHost {
  readonly socket: string
  readonly directory: string
  readonly virshUri: string
  readonly door: (kind: string) => Door
  /** Runs a command in the host's mount and PID namespaces; resolves to what it printed. */
  readonly inside: (command: string, ...args: string[]) => Promise<string>
  readonly libvirtd: (order: 'stop' | 'start' | 'hang' | 'wake') => Promise<void>
  /** Starts libvirtd anew, listening on these ports (0: any) of 127.0.0.1 only. Returns the ports. */
  readonly listen: <K extends 'tls' | 'tcp'>(
    wanted: Readonly<Record<K, number>>,
    settings: readonly string[],
  ) => Promise<Record<K, number>>
  readonly closeDoor: (kind: string) => Promise<void>
  readonly reopenDoor: (kind: string) => Promise<void>
  /** Adds a line to kvmadmin's authorized_keys. */
  readonly letIn: (line: string) => Promise<void>
  /** Adds lines to a door's sshd_config and starts its sshd anew. */
  readonly configure: (kind: string, ...lines: string[]) => Promise<void>
  readonly stop: () => Promise<void>
}

type Answer = { readonly ok: unknown } | { readonly error: string }

/** Needs a running lab. Takes about a second. Doors are named after their kinds. */
export async function startOwnHost(name: string, ...doorKinds: string[]): Promise<OwnHost> {
  const child = spawn(process.execPath, [program, name, ...doorKinds], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  async function line(): Promise<unknown> {
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`the host ${name} ended`)
    return JSON.parse(value as string)
  }
  const { socket, directory, virshUri, doors } = (await line()) as {
    readonly socket: string
    readonly directory: string
    readonly virshUri: string
    readonly doors: Readonly<Record<string, Door>>
  }

  // Answers come in the order of the questions.
  let last: Promise<unknown> = Promise.resolve()
  function ask(...order: readonly unknown[]): Promise<unknown> {
    child.stdin.write(`${JSON.stringify(order)}\n`)
    const answered = last.then(async () => {
      const answer = (await line()) as Answer
      if ('error' in answer) throw new Error(answer.error)
      return answer.ok
    })
    last = answered.catch(() => {})
    return answered
  }
  const inside = async (...command: string[]) => String(await ask('inside', ...command))
  const closeDoor = async (kind: string) => void (await ask('door', 'close', kind))
  const reopenDoor = async (kind: string) => void (await ask('door', 'reopen', kind))

  return {
    socket,
    directory,
    virshUri,
    door(kind) {
      const door = doors[kind]
      if (!door) throw new Error(`${name} has no door ${kind}`)
      return door
    },
    inside,
    libvirtd: async (order) => void (await ask('libvirtd', order)),
    listen: async <K extends string>(
      wanted: Readonly<Record<K, number>>,
      settings: readonly string[],
    ) => (await ask('listen', wanted, settings)) as Record<K, number>,
    closeDoor,
    reopenDoor,
    async letIn(key) {
      const script = 'umask 77; mkdir -p ~/.ssh; cat >> ~/.ssh/authorized_keys <<"END"\n'
      await inside('su', '-', 'kvmadmin', '-c', `${script}${key}\nEND\n`)
    },
    async configure(kind, ...settings) {
      const path = join(directory, 'doors', kind, 'sshd_config')
      await appendFile(path, settings.map((setting) => `${setting}\n`).join(''))
      await closeDoor(kind)
      await reopenDoor(kind)
    },
    async stop() {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}

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
