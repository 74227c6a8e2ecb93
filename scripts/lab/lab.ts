import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contents } from './contents.ts'
import { alphaContents, betaContents, emptyContents } from './contents.ts'
import type { LabDescription } from './description.ts'
import type { DoorKindName } from './doors.ts'
import type { Host, StartedHost } from './host.ts'
import { openHost, startHost } from './host.ts'
import { freePorts, isAlive, run } from './processes.ts'

export type Lab = Omit<LabDescription, 'hosts'> & {
  hosts: Record<'alpha' | 'beta', Host>
  /** Path of this description, the value of PODYARD_LAB. */
  descriptionPath: string
  /**
   * A host of a test's own, to break at will. Its name must be new. The caller stops it.
   * Without contents it has libvirt, QEMU, network and pool, but no machines.
   */
  startOwnHost: (name: string, options?: OwnHostOptions) => Promise<StartedHost>
}

export type OwnHostOptions = { contents?: Contents; doors?: DoorKindName[] }

const prefix = 'podyard-lab-'
const people = {
  kvmadmin: { user: 'kvmadmin', password: 'kvmadmin-password' },
  outsider: { user: 'outsider', password: 'outsider-password' },
}

/** Why the lab cannot run here, or undefined where it can. */
export async function whyNoLab(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'it needs Linux'
  if (process.getuid?.() !== 0) return 'it needs root (namespaces, sshd): run as root or with sudo'
  const tools = ['libvirtd', 'virtlogd', 'virsh', 'qemu-system-x86_64', 'qemu-img', 'sshd', 'nc']
  const missing: string[] = []
  for (const tool of [...tools, 'ip', 'nsenter', 'unshare', 'ssh-keygen', 'openssl', 'iptables']) {
    await run('sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin command -v ${tool}`]).catch(() =>
      missing.push(tool),
    )
  }
  if (missing.length > 0) return `not installed: ${missing.join(', ')}. Run: ./x install lab`
  try {
    await run('unshare', ['--mount', '--pid', '--uts', '--net', '--fork', 'true'])
  } catch (error) {
    return `namespaces are forbidden here (${String(error)}): run on a machine or in a privileged container`
  }
  return undefined
}

export async function startLab(): Promise<Lab & { stop: () => Promise<void> }> {
  await sweep()
  const directory = await mkdtemp(join(tmpdir(), prefix))
  // The hosts' users pass through on the way to their homes; keys keep their own modes.
  await chmod(directory, 0o755)
  await writeFile(join(directory, 'owner'), String(process.pid))
  const started: StartedHost[] = []
  const stop = async () => {
    await Promise.all(started.map((host) => host.stop()))
    await rm(directory, { recursive: true, force: true })
  }
  try {
    const [privateKeyPath, strangerKeyPath] = await Promise.all([
      makeKey(directory, 'key'),
      makeKey(directory, 'stranger_key'),
    ])
    const publicKey = (await readFile(`${privateKeyPath}.pub`, 'utf8')).trim()
    const start = async (name: string, contents: Contents, doors: Doors) => {
      const plan = { name, directory: join(directory, name), contents, doors, people }
      const host = await startHost({ ...plan, privateKeyPath, publicKey })
      started.push(host)
      return host
    }
    const outcomes = await Promise.allSettled([
      start('alpha', alphaContents, [
        { name: 'alpha', kind: 'key' },
        { name: 'keyboard-interactive', kind: 'keyboard-interactive' },
        { name: 'no-forwarding', kind: 'no-forwarding' },
        { name: 'forced-nc', kind: 'forced-nc' },
        { name: 'swappable', kind: 'key' },
      ]),
      start('beta', betaContents, [{ name: 'beta', kind: 'password' }]),
    ])
    const [alpha, beta] = outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    })
    if (!alpha || !beta) throw new Error('two hosts were asked for')
    const [closedPort = 0] = await freePorts(1)
    const description: LabDescription = {
      directory,
      ownerPid: process.pid,
      socket: alpha.socket,
      virshUri: alpha.virshUri,
      people,
      privateKeyPath,
      publicKey,
      strangerKeyPath,
      closedPort,
      ssh: [alpha, beta].flatMap((host) => Object.values(host.doors)),
      hosts: { alpha: describe(alpha), beta: describe(beta) },
    }
    const descriptionPath = join(directory, 'lab.json')
    await writeFile(descriptionPath, `${JSON.stringify(description, null, 2)}\n`)
    return { ...labOf(description, descriptionPath), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The running lab that PODYARD_LAB names; undefined when there is none. */
export async function openLab(path = process.env['PODYARD_LAB']): Promise<Lab | undefined> {
  if (!path) return undefined
  // Our own words, written by startLab.
  const description = JSON.parse(await readFile(path, 'utf8')) as LabDescription
  return labOf(description, path)
}

type Doors = { name: string; kind: DoorKindName }[]

function labOf(description: LabDescription, descriptionPath: string): Lab {
  const { directory, privateKeyPath, publicKey } = description
  return {
    ...description,
    descriptionPath,
    hosts: { alpha: openHost(description.hosts.alpha), beta: openHost(description.hosts.beta) },
    startOwnHost: (name, { contents = emptyContents, doors = ['key'] }: OwnHostOptions = {}) =>
      startHost({
        name,
        directory: join(directory, name),
        contents,
        doors: doors.map((kind) => ({ name: kind, kind })),
        people,
        privateKeyPath,
        publicKey,
      }),
  }
}

function describe({ name, initPid, directory, socket, virshUri, doors }: Host) {
  return { name, initPid, directory, socket, virshUri, doors }
}

async function makeKey(directory: string, name: string): Promise<string> {
  const path = join(directory, name)
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path])
  return path
}

/** Hosts end with their starter, whatever kills it; what may remain is a folder. */
async function sweep(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix))
  for (const name of names) {
    const directory = join(tmpdir(), name)
    const owner = Number(await readFile(join(directory, 'owner'), 'utf8').catch(() => '0'))
    if (owner > 0 && !isAlive(owner)) await rm(directory, { recursive: true, force: true })
  }
}
