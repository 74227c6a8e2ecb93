/** virsh, as those drive it who have no client of their own. Its start and end are part of the price. */
import { spawn } from 'node:child_process'
import { run } from '../../scripts/lab/processes.ts'
import { timed, within } from '../measure.ts'
import { expectMachines } from './ours.ts'

const program = 'virsh'
const limitMs = 120_000
/** Asked once per host. */
const hostCommands = ['nodeinfo', 'hostname', 'version --daemon', 'capabilities']
const pools = ['default', 'fast']
const listCommands = ['pool-list --all', 'net-list --all']
const poolCommands = pools.flatMap((pool) => [`pool-info ${pool}`, `pool-dumpxml ${pool}`])
const sharedCommands = [...hostCommands, ...listCommands, ...poolCommands, 'net-dumpxml maas']
/** The way MAAS asks for a machine. */
const machineCommands = ['dumpxml', 'domstate', 'domblklist', 'domblkinfo', 'domiflist'] as const

/** How many processes `perCommand` starts. */
export const commandCount = (machines: number) =>
  1 + sharedCommands.length + machineCommands.length * machines

/** One process, hence one connection, for every single question. */
export function perCommand(uri: string, machines: number): Promise<number> {
  const virsh = (command: string) =>
    run(program, ['-q', '-c', uri, ...command.split(' ')], { timeoutMs: limitMs })
  return timed(async () => {
    const names = namesIn(await virsh('list --all --name'))
    expectMachines('virsh', names.length, machines)
    for (const command of sharedCommands) await virsh(command)
    for (const name of names) {
      for (const command of machineCommands) {
        await virsh(command === 'domblkinfo' ? `domblkinfo ${name} vda` : `${command} ${name}`)
      }
    }
  })
}

/** One process that is told all it shall do: the list first, then everything about what is in it. */
export function batch(uri: string, machines: number): Promise<number> {
  return timed(async () => {
    const session = startSession(uri)
    try {
      const listed = await session.ask(['list --all --name'])
      const names = namesIn(listed).filter((line) => /^m\d+$/.test(line))
      expectMachines('virsh', names.length, machines)
      const told = await session.ask([
        ...sharedCommands,
        'domstats --state --balloon --vcpu --block',
        ...names.map((name) => `dumpxml ${name}`),
      ])
      expectMachines('virsh', told.split('</domain>').length - 1, machines)
    } finally {
      await session.end()
    }
  })
}

const namesIn = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function startSession(uri: string) {
  const child = spawn(program, ['-q', '-c', uri], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  child.once('error', failed.reject)
  child.once('close', () => failed.reject(new Error('virsh ended')))
  child.stdin.on('error', () => {})
  let parts: string[] = []
  let onPart = (_part: string) => {}
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    parts.push(part)
    onPart(part)
  })
  return {
    /** Resolves with what virsh says to these commands. */
    ask: (commands: string[]): Promise<string> => {
      parts = []
      const done = new Promise<string>((resolve) => {
        // virsh repeats what it is told, so the mark must look otherwise in the command. It may
        // come in two pieces: look at the end of all that came.
        onPart = () => {
          if (parts.slice(-2).join('').includes('the end')) resolve(parts.join(''))
        }
      })
      child.stdin.write([...commands, 'echo the "end"', ''].join('\n'))
      const answer = Promise.race([done, failed.promise])
      return within(limitMs, 'virsh', answer)
    },
    end: async () => {
      child.stdin.end('quit\n')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
    },
  }
}
