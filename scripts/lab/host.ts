import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contents } from './contents.ts'
import { virshCommands } from './contents.ts'
import type { Door, HostDescription, Person } from './description.ts'
import type { DoorKindName } from './doors.ts'
import { doorDirectory, makeHostKey, openDoor, startSshd, stopSshd } from './doors.ts'
import { capture, freePorts, isAlive, run, until } from './processes.ts'

const here = import.meta.dirname

/** A running host and the faults it can be given. Usable from any process of root's. */
export type Host = HostDescription & {
  /** virsh against this host, e.g. `virsh('list', '--all')`. */
  virsh: (...args: string[]) => Promise<string>
  /** Runs a command inside the host's mount and PID namespaces. */
  inside: (command: string, ...args: string[]) => Promise<string>
  /** Machines stay up, as on a real host. The socket disappears. */
  stopLibvirtd: () => Promise<void>
  startLibvirtd: () => Promise<void>
  /** The daemon accepts connections and answers nothing, until `wakeLibvirtd`. */
  hangLibvirtd: () => Promise<void>
  wakeLibvirtd: () => Promise<void>
  /** Ends a door's sshd and all its sessions: connections are refused, as from a dead machine. */
  closeDoor: (name: string) => Promise<void>
  reopenDoor: (name: string) => Promise<void>
  /** Gives a door another host key; returns the new fingerprint. Running sessions end. */
  swapHostKey: (name: string) => Promise<string>
  /** PIDs, as seen from outside, of the machines' QEMU processes. */
  qemuPids: () => Promise<number[]>
}

export type StartedHost = Host & { stop: () => Promise<void> }

export type HostPlan = {
  name: string
  /** Does not exist yet; the host removes it when it ends. */
  directory: string
  contents: Contents
  doors: { name: string; kind: DoorKindName }[]
  people: { kvmadmin: Person; outsider: Person }
  privateKeyPath: string
  publicKey: string
}

/** Takes 1 to 2 s. The host ends with this process at the latest. */
export async function startHost(plan: HostPlan): Promise<StartedHost> {
  const { directory, name } = plan
  await mkdir(directory)
  await writeFile(join(directory, 'people'), await accountLines(plan.people))
  await writeFile(join(directory, 'authorized_keys'), `${plan.publicKey}\n`, { mode: 0o644 })

  const { initPid, stop } = await spawnHost(directory, name)
  try {
    const description: HostDescription = {
      name,
      initPid,
      directory,
      socket: join(directory, 'run/libvirt/libvirt-sock'),
      virshUri: `qemu:///system?socket=${join(directory, 'run/libvirt/libvirt-sock')}`,
      doors: {},
    }
    const host = openHost(description)
    const [, ports] = await Promise.all([fill(host, plan.contents), freePorts(plan.doors.length)])
    const context = {
      hostName: name,
      hostDirectory: directory,
      kvmadmin: plan.people.kvmadmin,
      privateKeyPath: plan.privateKeyPath,
      inside: host.inside,
    }
    const doors = await Promise.all(
      plan.doors.map((door, index) => openDoor(context, { ...door, port: ports[index] ?? 0 })),
    )
    for (const door of doors) description.doors[door.name] = door
    return { ...openHost(description), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The host described, for a process that did not start it. */
export function openHost(description: HostDescription): Host {
  const { directory, initPid, virshUri } = description
  const inside = (command: string, ...args: string[]) => {
    const namespaces = ['-t', String(initPid), '--mount', '--pid', '--uts', '--root', '--']
    return run('nsenter', [...namespaces, command, ...args])
  }
  const libvirtd = async (order: string) => {
    await inside('bash', join(here, 'libvirtd.sh'), order)
  }
  const doorNamed = (name: string): Door => {
    const door = description.doors[name]
    if (door) return door
    const names = Object.keys(description.doors).join(', ')
    throw new Error(`host ${description.name} has no door ${name}; it has ${names}`)
  }
  const context = { hostDirectory: directory, inside }
  return {
    ...description,
    virsh: (...args) => run('virsh', ['-q', '-c', virshUri, ...args]),
    inside,
    stopLibvirtd: () => libvirtd('stop'),
    startLibvirtd: () => libvirtd('start'),
    hangLibvirtd: () => libvirtd('hang'),
    wakeLibvirtd: () => libvirtd('wake'),
    closeDoor: (name) => stopSshd(context, doorNamed(name)),
    reopenDoor: (name) => startSshd(context, doorNamed(name)),
    swapHostKey: async (name) => {
      const door = doorNamed(name)
      await stopSshd(context, door)
      door.hostKeyFingerprint = await makeHostKey(doorDirectory(directory, name))
      await startSshd(context, door)
      return door.hostKeyFingerprint
    },
    qemuPids: () => qemuPids(initPid),
  }
}

async function spawnHost(directory: string, name: string) {
  const namespaces = ['--mount', '--pid', '--uts', '--fork']
  const script = ['bash', join(here, 'host.sh'), directory, name, randomUUID()]
  // Detached: Ctrl+C in a terminal must reach only the starter, which then ends things in order.
  const child = spawn('/usr/bin/unshare', [...namespaces, ...script], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  let failure: Error | undefined
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stdin.on('error', () => undefined)
  child.on('error', (error) => (failure = error))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async () => {
    // The end of its stdin is the end of the host.
    child.stdin.end()
    const { pid } = child
    if (pid !== undefined)
      await until(`host ${name} to end`, () => child.exitCode !== null || child.signalCode !== null)
    await ended
  }

  const readyLine = /^ready (\d+)$/m
  try {
    await until(
      `host ${name}`,
      () => readyLine.test(said) || failure !== undefined || child.exitCode !== null,
      30_000,
    )
    const [, pid] = readyLine.exec(said) ?? []
    if (pid === undefined) throw failure ?? new Error('it ended before it was ready')
    // A host left running does not keep a finished starter alive; its end ends the host.
    child.unref()
    for (const stream of [child.stdin, child.stdout, child.stderr]) {
      if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
    }
    return { initPid: Number(pid), stop }
  } catch (error) {
    child.stdin.end()
    throw new Error(`host ${name} did not start. It said:\n${said}`, { cause: error })
  }
}

async function fill(host: Host, contents: Contents): Promise<void> {
  const xmlDirectory = join(host.directory, 'xml')
  await mkdir(xmlDirectory)
  const commands = await virshCommands(contents, async (name, xml) => {
    const path = join(xmlDirectory, `${name}.xml`)
    await writeFile(path, xml)
    return path
  })
  // One virsh for all. It goes on after an error and ends well, so its stderr tells.
  const input = commands.map((command) => `${command}\n`).join('')
  const { stderr } = await capture('virsh', ['-q', '-c', host.virshUri], { input })
  if (stderr.trim() === '') return
  const log = await readFile(join(host.directory, 'log/libvirtd.log'), 'utf8').catch(() => '')
  const end = log.trim().split('\n').slice(-10).join('\n')
  throw new Error(`filling host ${host.name}: ${stderr.trim()}\nThe end of libvirtd's log:\n${end}`)
}

async function accountLines(people: Record<string, Person>): Promise<string> {
  const lines = Object.values(people).map(async ({ user, password }, index) => {
    const hash = await run('openssl', ['passwd', '-6', '-stdin'], { input: `${password}\n` })
    return `${user}:${64_201 + index}:${hash.trim()}\n`
  })
  return (await Promise.all(lines)).join('')
}

async function qemuPids(initPid: number): Promise<number[]> {
  if (!isAlive(initPid)) return []
  const namespace = await readlink(`/proc/${initPid}/ns/pid`)
  const found = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => {
        // Processes end while we look.
        const [itsNamespace, command] = await Promise.all([
          readlink(`/proc/${pid}/ns/pid`).catch(() => ''),
          readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
        ])
        return itsNamespace === namespace && command.startsWith('qemu-system')
          ? Number(pid)
          : undefined
      }),
  )
  return found.filter((pid) => pid !== undefined)
}
