import { readdirSync } from 'node:fs'
import type { EventMessage, Procedure } from '../rpc/procedure.ts'

/** A procedure or a message. */
export interface Declaration {
  readonly name: string
  readonly program: number
  readonly number: number
}

type Declared = (Procedure<unknown, unknown> | EventMessage<unknown>) & Declaration

const folder = new URL('../protocol/', import.meta.url)

/** What the README calls the files of `protocol/`, in its order. */
const TOPICS: Readonly<Record<string, string>> = {
  auth: 'authentication',
  connect: 'connect',
  cpu: 'CPU models',
  node: 'the host',
  'node-device': 'devices of the host',
  interface: 'interfaces of the host',
  domain: 'domains',
  'domain-power': 'power',
  'domain-save': 'saving memory',
  'domain-device': 'devices',
  'domain-block': 'disks',
  'domain-block-job': 'block jobs',
  'domain-cpu': 'processors',
  'domain-tuning': 'memory and tuning',
  'domain-job': 'jobs',
  'domain-guest': 'inside the guest',
  snapshot: 'snapshots',
  backup: 'backups and checkpoints',
  streams: 'streams',
  'storage-pool': 'storage pools',
  'storage-vol': 'storage volumes',
  network: 'networks',
  'network-port': 'network ports',
  nwfilter: 'network filters',
  secret: 'secrets',
  'domain-events': 'events of domains',
  'object-events': 'other events',
  qemu: 'QEMU',
}

const isDeclaration = (value: unknown): value is Declared =>
  typeof value === 'object' && value !== null && 'number' in value && 'program' in value

const nested = (declared: Declared): readonly Declared[] => [
  declared,
  ...Object.values<unknown>({ ...declared }).filter(isDeclaration),
]

/** Every declaration under `protocol/` by file, those that ask for an event included. */
export async function readDeclarations() {
  const files = readdirSync(folder).filter((file) => /^[\w-]+\.ts$/.test(file))
  const rooms = await Promise.all(
    files.map(async (file) => {
      const exported = (await import(new URL(file, folder).href)) as Record<string, unknown>
      const entries = Object.entries(exported).filter((entry): entry is [string, Declared] =>
        isDeclaration(entry[1]),
      )
      return { file: file.replace('.ts', ''), entries }
    }),
  )
  return rooms.filter(({ entries }) => entries.length > 0)
}

type Rooms = Awaited<ReturnType<typeof readDeclarations>>

/** Rows as long as they get: padded to the longest, none could be read. */
const HEAD = ['| about | procedures or messages, with their numbers |', '| --- | --- |']

/** The table that the README must hold. */
export function coveredText(rooms: Rooms): string {
  const order = Object.keys(TOPICS)
  const rows = rooms
    .toSorted((a, b) => order.indexOf(a.file) - order.indexOf(b.file))
    .map(({ file, entries }) => {
      const declared = entries.flatMap(([, entry]) => nested(entry))
      const byName = new Map(declared.map(({ name, number }) => [name, number]))
      const names = [...byName].toSorted(([, a], [, b]) => a - b)
      return `| ${TOPICS[file] ?? file} | ${names.map((pair) => pair.join(' ')).join(', ')} |`
    })
  return [...HEAD, ...rows].join('\n')
}
