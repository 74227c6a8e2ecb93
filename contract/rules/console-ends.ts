/** Why a console ends. The WebSocket carries the number; the words are made here. */
import type { Fix } from '../check.ts'

/** Close codes from 4000 on are the application's own (RFC 6455, 7.4.2). */
export const consoleEnds = {
  machine_off: 4000,
  /** Somebody has the serial port open. The reason is his user name, empty for somebody outside Podyard. */
  taken: 4001,
  taken_over: 4002,
  tunnel_forbidden: 4003,
  not_vnc: 4004,
  host_away: 4005,
  not_allowed: 4006,
  session_ended: 4007,
  idle: 4008,
  too_long: 4009,
  stopping: 4010,
  ended: 4011,
  /** The reason is what the host said. */
  failed: 4012,
} as const
export type ConsoleEnd = keyof typeof consoleEnds

const names = new Map<number, ConsoleEnd>(
  Object.entries(consoleEnds).map(([name, code]) => [code, name as ConsoleEnd]),
)

/** Null for a connection that broke, and for every code that is none of ours. */
export const consoleEndOf = (code: number): ConsoleEnd | null => names.get(code) ?? null

export type EndWords = { title: string; text: string; fix: Fix | null }

/** What to tell, and what to do about it. `detail` is the reason of the close frame. */
export function explainEnd(end: ConsoleEnd | null, detail = ''): EndWords {
  const words = (title: string, text: string, fix: Fix | null = null) => ({ title, text, fix })
  switch (end) {
    case 'machine_off':
      return words('The machine was switched off', 'Its console went with it.')
    case 'taken': {
      const who = detail === '' ? 'Somebody outside Podyard (virsh console, for one)' : detail
      return words(
        'The serial console is taken',
        `${who} has it open, and a serial port has one reader at a time. Taking over ends that session.`,
      )
    }
    case 'taken_over':
      return words('Somebody took over', 'The console was opened elsewhere, which ended it here.')
    case 'tunnel_forbidden':
      return words(
        'The host does not pass us on to its screen',
        'sshd forbids the tunnel that the screen needs. The serial console needs none.',
        {
          text: 'Set AllowTcpForwarding local in the host’s sshd_config, and take restrict and no-port-forwarding out of the line of our key. Then reload sshd.',
          command: 'sudo systemctl reload ssh',
        },
      )
    case 'not_vnc':
      return words(
        'That was no VNC server',
        'What answers where the host says the screen is does not speak VNC. Nothing was sent to it.',
      )
    case 'host_away':
      return words('The host cannot be reached', detail || 'The connection to the host was lost.')
    case 'not_allowed':
      return words('The console was closed', 'The machine is gone, or is not yours any more.')
    case 'session_ended':
      return words('Your session has ended', 'Log in again to open the console.')
    case 'idle':
      return words('Closed after half an hour', 'Nothing was typed for so long.')
    case 'too_long':
      return words('Closed after twelve hours', 'No console stays open longer.')
    case 'stopping':
      return words('Podyard is restarting', 'The machine runs on. Reconnect in a moment.')
    case 'failed':
      return words('The console could not be opened', detail || 'The host gave no reason.')
    case 'ended':
      return words('The host ended the console', 'The machine may be restarting.')
    case null:
      return words('The connection broke', 'Podyard or the network went away for a moment.')
    default:
      return end satisfies never
  }
}
