import { ws } from 'msw'
import {
  type ConsoleKind,
  consoleProtocol,
  consoleSocketPath,
  ticketSeconds,
} from '../contract/console.ts'
import { consoleEnds } from '../contract/rules/console-ends.ts'
import { consoleChoices, whyNoConsole, whyNoLog } from '../contract/rules/consoles.ts'
import { iso, knownUser, type Db, type MachineRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { notFound, Refusal } from './refusal.ts'

export const consoleHandlers: HandlersOf<'console' | 'serialLog'> = {
  consoleOpen({ system_id, kind }, db) {
    const row = requireRow(db, system_id)
    const kinds = consoleChoices({
      simulated: false,
      running: isRunning(row),
      // There is no screen behind a mock, for one reason or the other.
      screen: row.creation === 'pre_existing' ? 'spice' : 'none',
      serial: 'pty',
      listen: null,
      editCommand: editCommand(row),
    })
    const chosen = kinds.find(
      (each) => each.available && (kind === undefined || each.kind === kind),
    )
    return { kinds, ticket: chosen ? newTicket(db, row, chosen.kind) : null }
  },
  serialLogRead({ system_id }, db) {
    const row = requireRow(db, system_id)
    if (row.creation === 'pre_existing') {
      return { text: null, size: null, ...whyNoLog('none_kept', editCommand(row)) }
    }
    const text = [...bootLines(row), ''].join('\n')
    return { text, size: text.length, reason: null, fix: null }
  },
}

const editCommand = ({ hostname }: MachineRow) => `sudo virsh edit ${hostname}`
const isRunning = ({ domain_state }: MachineRow) => domain_state === 'running'

/** A machine whose consoles whoever is logged in may see. */
function requireRow(db: Db, systemId: string): MachineRow {
  const row = db.machines.find((each) => each.system_id === systemId)
  if (!row) throw notFound()
  const why = whyNoConsole(row, knownUser(db))
  if (why !== null) throw new Refusal({ code: 'forbidden', message: why })
  const pod = db.pods.find(({ id }) => id === row.pod_id)
  if (pod?.connection.state !== 'connected') {
    const message = `The pod ${pod?.name} cannot be reached.`
    throw new Refusal({ code: 'connection_lost', message })
  }
  return row
}

function newTicket(db: Db, { system_id }: MachineRow, kind: ConsoleKind) {
  const token = crypto.randomUUID()
  db.consoleTickets.add(token)
  const expires = iso(db.now() + ticketSeconds * 1000)
  return { kind, path: `${consoleSocketPath}${system_id}/`, token, expires, password: null }
}

const bootLines = ({ hostname, cpu_count, memory }: MachineRow) => [
  'SeaBIOS (version 1.16.3)',
  'Booting from Hard Disk...',
  `[    0.000000] Linux version 6.8.0 (${cpu_count} CPUs, ${memory} MiB)`,
  '[    1.204518] EXT4-fs (vda1): mounted filesystem',
  `[    2.871093] systemd[1]: Hostname set to <${hostname}>.`,
  '[  OK  ] Reached target Multi-User System.',
]

const link = ws.link(`ws://*${consoleSocketPath}*`)

/** A serial port behind which a shell would sit: it repeats what is typed. Served in the browser alone. */
export const consoleSocket = (db: Db) =>
  link.addEventListener('connection', ({ client, info }) => {
    const [protocol, token = ''] = [info.protocols ?? []].flat()
    if (protocol !== consoleProtocol || !db.consoleTickets.delete(token)) {
      return client.close(consoleEnds.not_allowed)
    }
    const systemId = client.url.pathname.slice(consoleSocketPath.length, -1)
    const row = db.machines.find((each) => each.system_id === systemId)
    if (!row) return client.close(consoleEnds.not_allowed)
    const print = (text: string) => client.send(new TextEncoder().encode(text))
    const prompt = `${row.hostname} login: `
    print(`\r\n\u001B[1m${bootLines(row).at(-1)}\u001B[0m\r\n${prompt}`)
    client.addEventListener('message', ({ data }) => {
      if (!isRunning(row)) return client.close(consoleEnds.machine_off)
      void textOf(data).then((text) => print(text.replaceAll('\r', `\r\n${prompt}`)))
    })
  })

const textOf = async (data: unknown) =>
  typeof data === 'string' ? data : new Response(data as BodyInit).text()
