import {
  connectGetType,
  domainDefineXml,
  domainSetAutostart,
  type Connection,
} from '../../../libvirt/index.ts'
import type { Fix } from '../../../contract/check.ts'
import type { ComposeStep } from '../../../contract/compose.ts'
import type { MachineFacts } from '../../facts.ts'
import { fault, fix, libvirtFault } from '../faults.ts'
import { HostError } from '../host-error.ts'
import type { HostFault } from '../port.ts'
import { ComposeError } from './compose-error.ts'
import { domainXml, platformOf } from './domain-xml.ts'
import { hasUefi } from './firmware.ts'
import type { ComposedMachine, MachinePlan } from './port.ts'
import { undefineDomain } from './undefine.ts'
import { differences } from './verify.ts'
import { deleteVolume, makeVolume, type MadeVolume } from './volumes.ts'

export type ComposeDeps = {
  connection: Connection
  /** Who we are on the host; null on this machine. */
  user: string | null
  /** Null when there is no such domain. */
  readMachine: (uuid: string) => Promise<MachineFacts | null>
}

/** @throws ComposeError */
export async function composeMachine(
  { connection, user, readMachine }: ComposeDeps,
  plan: MachinePlan,
): Promise<ComposedMachine> {
  const { call } = connection
  const undo: (() => Promise<void>)[] = []
  let step: ComposeStep = 'connect'
  try {
    const { type, platform } = await platformFor(connection, plan)

    step = 'volumes'
    const volumes: MadeVolume[] = []
    for (const disk of plan.disks) {
      const made = await makeVolume(call, disk)
      undo.push(() => deleteVolume(call, made.volume))
      volumes.push(made)
    }
    const sources = volumes.map(({ source }) => source)

    step = 'define'
    const dom = await call(domainDefineXml, { xml: domainXml(plan, platform, type, sources) })
    undo.push(() => undefineDomain(call, dom))

    step = 'verify'
    const facts = await readMachine(plan.uuid)
    const differs = facts ? differences(plan, sources, facts) : ['it is not there']
    if (!facts || differs.length > 0) {
      throw refused(`The host made something else of it: ${differs.join('; ')}.`)
    }

    step = 'autostart'
    await call(domainSetAutostart, { dom, autostart: true })
    return { facts, promised: promisedBy(plan, volumes) }
  } catch (error) {
    const undone = await rollBack(undo)
    const found = error instanceof HostError ? error.fault : libvirtFault(error, user)
    // What was asked of a host that went silent may yet be done.
    const lost = found.code === 'connection_lost' || found.code === 'libvirt_timeout'
    throw new ComposeError(step, withWayOut(found), lost || !undone, { cause: error })
  }
}

const refused = (message: string, remedy: Fix | null = null) =>
  new HostError(fault('libvirt_refused', message, remedy))

/** In reverse. Goes on where one cannot be undone; false when one could not. */
async function rollBack(undo: readonly (() => Promise<void>)[]): Promise<boolean> {
  let done = true
  for (const each of undo.toReversed()) {
    try {
      await each()
    } catch {
      // Whoever asked is told of the first failure, and of what is left.
      done = false
    }
  }
  return done
}

/** What kind of domain the plan becomes. @throws HostError where the host can have none such */
async function platformFor({ call }: Connection, { architecture, kvm, firmware }: MachinePlan) {
  const platform = platformOf(architecture)
  if (!platform) throw refused(`Podyard makes no machines of the architecture ${architecture}.`)
  // Simulated hosts have a type of domain of their own.
  const driver = await call(connectGetType, undefined)
  const type = driver === 'TEST' ? 'test' : kvm ? 'kvm' : 'qemu'
  if (firmware === 'uefi' && !(await hasUefi(call, { ...platform, type }))) {
    throw refused(
      'The host has no UEFI firmware for machines.',
      fix('Install it on the host, or choose BIOS.', 'sudo apt install ovmf'),
    )
  }
  return { type, platform }
}

function promisedBy({ disks }: MachinePlan, volumes: readonly MadeVolume[]) {
  const promised = new Map<string, number>()
  for (const [index, { pool }] of disks.entries()) {
    promised.set(pool, (promised.get(pool) ?? 0) + (volumes[index]?.growsBytes ?? 0))
  }
  return promised
}

/** What libvirt says in ways that only who knows it understands. */
function withWayOut(found: HostFault): HostFault {
  if (found.fix || !found.message.includes('qemu-img')) return found
  return { ...found, fix: fix('Install QEMU’s tools on the host.', 'sudo apt install qemu-utils') }
}
