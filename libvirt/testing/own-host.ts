import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Door } from './lab.ts'

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
    return JSON.parse(value)
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
