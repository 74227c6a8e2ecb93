import { ConsoleOpen, consolePath, Consoles, SerialLog, serialLogPath } from '../console.ts'
import type { Endpoint } from '../endpoint.ts'
import { SystemId } from '../machine.ts'
import { reachCodes } from '../problem.ts'

export const consoleEndpoints = {
  consoleOpen: {
    method: 'POST',
    path: consolePath,
    op: 'open',
    access: 'user',
    params: SystemId,
    input: ConsoleOpen,
    response: Consoles,
    errors: ['not_found', 'invalid_input', 'forbidden', ...reachCodes],
    handler: 'PodyardConsole',
    doc: 'Open a console of a machine\n\nSays which consoles the machine has, and gives a ticket for a WebSocket: good for 30 seconds, once, for whoever asked. For admins, and for who owns the machine.',
  },
  serialLogRead: {
    method: 'GET',
    path: serialLogPath,
    access: 'user',
    params: SystemId,
    response: SerialLog,
    errors: ['not_found', 'forbidden', ...reachCodes],
    handler: 'PodyardSerialLog',
    doc: 'Read the serial log of a machine\n\nThe last 64 KiB of what came out of its serial port, also while it is off. For admins, and for who owns the machine.',
  },
} as const satisfies Record<string, Endpoint>
