import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Door, Person } from './description.ts'
import { greetsAsSsh, run, until } from './processes.ts'

/** How one sshd differs from the next. */
export type DoorKind = {
  login: 'publickey' | 'password' | 'keyboard-interactive'
  settings: string[]
  note: string
}

const nc = '/usr/bin/nc -q 0 -U /var/run/libvirt/libvirt-sock'

export const doorKinds = {
  key: { login: 'publickey', settings: ['UsePAM yes'], note: 'key login' },
  password: { login: 'password', settings: ['UsePAM no'], note: 'password login only' },
  'keyboard-interactive': {
    login: 'keyboard-interactive',
    settings: ['UsePAM yes'],
    note: 'asks for the password by keyboard-interactive only',
  },
  'no-forwarding': {
    login: 'publickey',
    settings: ['AllowStreamLocalForwarding no', 'AllowTcpForwarding no'],
    note: 'key login; forbids direct channels to sockets, commands are allowed',
  },
  'forced-nc': {
    login: 'publickey',
    settings: ['DisableForwarding yes', `ForceCommand ${nc}`],
    note: `key login; whatever is asked for, runs ${nc}`,
  },
  maas: {
    login: 'publickey',
    settings: [
      'X11Forwarding no',
      // Alone closes direct channels to Unix sockets as well.
      'AllowTcpForwarding no',
      'PermitTTY no',
      'ForceCommand nc -q 0 -U /var/run/libvirt/libvirt-sock',
    ],
    note: 'key login; set up as the manual of MAAS says',
  },
} satisfies Record<string, DoorKind>

export type DoorKindName = keyof typeof doorKinds

export type DoorPlan = { name: string; kind: DoorKindName; port: number }

export type DoorContext = {
  hostName: string
  hostDirectory: string
  kvmadmin: Person
  privateKeyPath: string
  /** Runs a command inside the host. */
  inside: (command: string, ...args: string[]) => Promise<string>
}

export async function openDoor(context: DoorContext, plan: DoorPlan): Promise<Door> {
  const kind: DoorKind = doorKinds[plan.kind]
  const directory = doorDirectory(context.hostDirectory, plan.name)
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'sshd_config'), sshdConfig(context.hostDirectory, plan, kind))
  const door: Door = {
    name: plan.name,
    hostName: context.hostName,
    host: '127.0.0.1',
    port: plan.port,
    user: context.kvmadmin.user,
    ...(kind.login === 'publickey'
      ? { privateKeyPath: context.privateKeyPath }
      : { password: context.kvmadmin.password }),
    hostKeyFingerprint: await makeHostKey(directory),
    note: kind.note,
  }
  await startSshd(context, door)
  return door
}

export async function startSshd(
  { hostDirectory, inside }: Pick<DoorContext, 'hostDirectory' | 'inside'>,
  door: Door,
): Promise<void> {
  const directory = doorDirectory(hostDirectory, door.name)
  // sshd starts its children by its own path, hence the absolute one.
  await inside('/usr/sbin/sshd', '-f', `${directory}/sshd_config`, '-E', `${directory}/log`)
  await until(`sshd ${door.name} to greet on port ${door.port}`, () => greetsAsSsh(door.port))
}

/** Ends the listener and, as when a machine dies, every session that came through it. */
export async function stopSshd(
  { hostDirectory, inside }: Pick<DoorContext, 'hostDirectory' | 'inside'>,
  door: Door,
): Promise<void> {
  const pidFile = join(doorDirectory(hostDirectory, door.name), 'pid')
  const script = `
    [ -s "$1" ] || exit 0
    pid=$(cat "$1")
    family() { for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do family "$child"; echo "$child"; done; }
    kill -KILL "$pid" $(family "$pid") 2>/dev/null
    rm -f "$1"`
  await inside('sh', '-c', script, 'sh', pidFile)
  await until(`sshd ${door.name} to end`, async () => !(await greetsAsSsh(door.port)))
}

/** Makes a new host key for a door and returns its fingerprint. */
export async function makeHostKey(directory: string): Promise<string> {
  const path = join(directory, 'host_key')
  await Promise.all([rm(path, { force: true }), rm(`${path}.pub`, { force: true })])
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path])
  const [, blob = ''] = (await readFile(`${path}.pub`, 'utf8')).split(' ')
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

export function doorDirectory(hostDirectory: string, name: string): string {
  return join(hostDirectory, 'doors', name)
}

function sshdConfig(hostDirectory: string, plan: DoorPlan, kind: DoorKind): string {
  const directory = doorDirectory(hostDirectory, plan.name)
  const takes = (login: DoorKind['login']) => (kind.login === login ? 'yes' : 'no')
  return [
    `ListenAddress 127.0.0.1:${plan.port}`,
    `HostKey ${directory}/host_key`,
    `PidFile ${directory}/pid`,
    // One file for everyone: kvmadmin, outsider and root.
    `AuthorizedKeysFile ${hostDirectory}/authorized_keys .ssh/authorized_keys`,
    'StrictModes no',
    `PubkeyAuthentication ${takes('publickey')}`,
    `PasswordAuthentication ${takes('password')}`,
    `KbdInteractiveAuthentication ${takes('keyboard-interactive')}`,
    'PermitRootLogin prohibit-password',
    'UseDNS no',
    'PrintMotd no',
    'PrintLastLog no',
    'LogLevel VERBOSE',
    // Many tests knock at once and on purpose with wrong keys.
    'MaxStartups 200:30:400',
    'MaxSessions 200',
    'MaxAuthTries 20',
    ...kind.settings,
    '',
  ].join('\n')
}
