/** Which consoles a machine has, who may open them, and why not: asked by the BFF, by the mocks and by the UI. */
import type { Fix } from '../check.ts'
import type { ConsoleChoice, ConsoleKind } from '../console.ts'

/** All that an answer depends on, as the host tells it. */
export type ConsoleFacts = {
  /** Of libvirt's test driver: there is no guest behind it. */
  simulated: boolean
  running: boolean
  /** `far`: VNC that listens neither on the host's loopback address nor on a Unix socket. */
  screen: 'vnc' | 'far' | 'spice' | 'none'
  /** `pty`: libvirt passes it on. `elsewhere`: it leads to a file, a port or the like. */
  serial: 'pty' | 'elsewhere' | 'none'
  /** Where a VNC server that is `far` listens. */
  listen: string | null
  /** The line that opens the machine's definition on its host. */
  editCommand: string
}

/** Whoever types at a console is master of the machine: what nobody owns is the admins' alone. Null: he may. */
export function whyNoConsole(
  { hostname, owner }: { hostname: string; owner: string },
  user: { username: string; is_superuser: boolean },
): string | null {
  if (user.is_superuser || (owner !== '' && owner === user.username)) return null
  if (owner === '') return `${hostname} is held by nobody; its console is for admins.`
  return `${hostname} is held by somebody else.`
}

export const consoleChoices = (facts: ConsoleFacts): ConsoleChoice[] => [
  choiceOf('vnc', whyNot(facts) ?? whyNoScreen(facts)),
  choiceOf('serial', whyNot(facts) ?? whyNoSerial(facts)),
]

type Why = { reason: string; fix: Fix | null }

const choiceOf = (kind: ConsoleKind, why: Why | null): ConsoleChoice =>
  why ? { kind, available: false, ...why } : { kind, available: true, reason: null, fix: null }

function whyNot({ simulated, running }: ConsoleFacts): Why | null {
  if (simulated) {
    const reason = 'This is a simulated host: there is no machine behind it to look at.'
    return { reason, fix: null }
  }
  if (running) return null
  return { reason: 'The machine is off.', fix: { text: 'Power it on.', command: null } }
}

const vncElement = "<graphics type='vnc' autoport='yes' listen='127.0.0.1'/>"
const serialElement = "<serial type='pty'/>"

function whyNoScreen({ screen, listen, editCommand: command }: ConsoleFacts): Why | null {
  const later = 'It counts once the machine was switched off and on.'
  switch (screen) {
    case 'vnc':
      return null
    case 'far':
      return {
        reason: `Its VNC server listens on ${listen ?? 'no address'} alone. Podyard goes to the host’s own loopback address only.`,
        fix: { text: `Put listen='127.0.0.1' into its graphics element. ${later}`, command },
      }
    case 'spice':
      return {
        reason: 'Its screen speaks SPICE, which browsers do not show.',
        fix: { text: `Put ${vncElement} in place of its graphics element. ${later}`, command },
      }
    case 'none':
      return {
        reason: 'The machine has no screen.',
        fix: { text: `Put ${vncElement} among its devices. ${later}`, command },
      }
    default:
      return screen satisfies never
  }
}

function whyNoSerial({ serial, editCommand: command }: ConsoleFacts): Why | null {
  const text = `Put ${serialElement} among its devices. It counts once the machine was switched off and on.`
  if (serial === 'pty') return null
  if (serial === 'none')
    return { reason: 'The machine has no serial port.', fix: { text, command } }
  const reason = 'Its serial port leads elsewhere: libvirt does not pass it on.'
  return { reason, fix: { text, command } }
}

/** None is kept, it lies where Podyard does not look, or nothing was written yet. */
export type Without = 'none_kept' | 'out_of_reach' | 'not_yet'

/** Why there is no log of a serial port. */
export function whyNoLog(without: Without, command: string): Why {
  const later = 'It counts once the machine was switched off and on.'
  switch (without) {
    case 'none_kept':
      return {
        reason: 'No log is kept of its serial port. Machines composed here have one.',
        fix: {
          text: `Put <log file='/var/log/libvirt/qemu/NAME-serial.log' append='on'/> into its serial element. ${later}`,
          command,
        },
      }
    case 'out_of_reach':
      return {
        reason: 'Its log lies outside /var/log/libvirt, where Podyard does not look.',
        fix: { text: `Move it to /var/log/libvirt/qemu. ${later}`, command },
      }
    case 'not_yet':
      return { reason: 'Nothing has come out of its serial port yet.', fix: null }
    default:
      return without satisfies never
  }
}
