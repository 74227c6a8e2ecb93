/** virsh, as those drive it who have no client of their own. Its start and end are part of the price. */
import { run } from '../../scripts/lab/processes.ts'
import { timed } from '../measure.ts'
import { expectMachines } from './ours.ts'
import { startVirsh, virshLimitMs, virshProgram } from './virsh-session.ts'

/** Asked once per host. */
const hostCommands = ['nodeinfo', 'hostname', 'version --daemon', 'capabilities']
const pools = ['default', 'fast']
const listCommands = ['pool-list --all', 'net-list --all']
const poolCommands = pools.flatMap((pool) => [`pool-info ${pool}`, `pool-dumpxml ${pool}`])
const sharedCommands = [...hostCommands, ...listCommands, ...poolCommands, 'net-dumpxml maas']
/** The way MAAS asks for a machine. */
const machineCommands = (name: string) => [
  `dumpxml ${name}`,
  `domstate ${name}`,
  `domblklist ${name}`,
  `domblkinfo ${name} vda`,
  `domiflist ${name}`,
]

/**
 * One process, hence one connection, for every single question. After `sample` machines the rest is
 * estimated: each costs the same.
 */
export async function perCommand(uri: string, machines: number, sample: number): Promise<number> {
  const ask = (command: string) =>
    run(virshProgram, ['-q', '-c', uri, ...command.split(' ')], { timeoutMs: virshLimitMs })
  return sampled(ask, machines, sample)
}

/** The same questions to one process, each after the answer to the one before. */
export async function stepByStep(uri: string, machines: number, sample: number): Promise<number> {
  const session = startVirsh(uri)
  try {
    return await sampled(session.ask, machines, sample)
  } finally {
    await session.end()
  }
}

async function sampled(
  ask: (command: string) => Promise<string>,
  machines: number,
  sample: number,
): Promise<number> {
  let asked: string[] = []
  const sharedMs = await timed(async () => {
    const names = machinesIn(await ask('list --all --name'))
    expectMachines('virsh', names.length, machines)
    asked = names.slice(0, sample)
    for (const command of sharedCommands) await ask(command)
  })
  const sampleMs = await timed(async () => {
    for (const command of asked.flatMap(machineCommands)) await ask(command)
  })
  return sharedMs + (sampleMs * machines) / asked.length
}

/** One process that is told all it shall do: the list first, then everything about what is in it. */
export function batch(uri: string, machines: number): Promise<number> {
  return timed(async () => {
    const session = startVirsh(uri)
    try {
      const names = machinesIn(await session.ask('list --all --name'))
      expectMachines('virsh', names.length, machines)
      const told = await session.ask(
        ...sharedCommands,
        'domstats --state --balloon --vcpu --block',
        ...names.map((name) => `dumpxml ${name}`),
      )
      expectMachines('virsh', told.split('</domain>').length - 1, machines)
    } finally {
      await session.end()
    }
  })
}

/** A session repeats its commands and prompts, too. */
const machinesIn = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^m\d+$/.test(line))
