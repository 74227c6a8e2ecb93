import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decode } from '../xdr/codec.ts'
import { encodePacket, PacketStatus, PacketType, PAYLOAD_OFFSET } from '../rpc/packet.ts'
import type { EventMessage, Procedure } from '../rpc/procedure.ts'
import { captured } from '../testing/captured.ts'
import { authList } from './auth.ts'
import * as auth from './auth.ts'
import * as connect from './connect.ts'
import * as domain from './domain.ts'
import * as events from './events.ts'
import * as network from './network.ts'
import * as node from './node.ts'
import * as pool from './storage-pool.ts'
import * as vol from './storage-vol.ts'
import { paramValues } from './types.ts'

const LENGTH_BYTES = 4

/** Decodes a captured packet after checking that it belongs to the procedure. */
function result<R>(procedure: Procedure<unknown, R>, packet: Buffer): R {
  expect(packet.readUInt32BE(12)).toBe(procedure.number)
  return decode(procedure.result, packet, LENGTH_BYTES + PAYLOAD_OFFSET)
}

function call<A>(
  { program, version, number, args }: Procedure<A, unknown>,
  serial: number,
  value: A,
) {
  const header = { program, version, procedure: number, serial }
  return encodePacket({ ...header, type: PacketType.call, status: PacketStatus.ok }, args, value)
}

describe('calls', () => {
  it('have the bytes a real host accepted', () => {
    expect(call(authList, 1, undefined)).toEqual(captured.authListCall)
    expect(call(connect.connectOpen, 2, { name: 'test:///default', flags: 0 })).toEqual(
      captured.connectOpenCall,
    )
    expect(call(domain.domainLookupByName, 7, { name: 'missing' })).toEqual(
      captured.domainLookupByNameCall,
    )
  })
})

describe('replies of a real host', () => {
  it('decode to their values', () => {
    expect(result(authList, captured.authListReply)).toEqual([0])
    expect(result(connect.connectOpen, captured.connectOpenReply)).toBeUndefined()
    expect(result(connect.connectGetLibVersion, captured.connectGetLibVersionReply)).toBe(9_000_000)
    expect(result(node.nodeGetInfo, captured.nodeGetInfoReply)).toEqual({
      model: 'i686',
      memory: 3 * 1024 ** 2,
      cpus: 16,
      mhz: 1_400,
      nodes: 2,
      sockets: 2,
      cores: 2,
      threads: 2,
    })
    expect(result(connect.connectListAllDomains, captured.connectListAllDomainsReply)).toEqual([
      { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 },
    ])
    expect(result(pool.storagePoolGetInfo, captured.storagePoolGetInfoReply)).toEqual({
      state: 2,
      capacity: 100 * 1024 ** 3,
      allocation: 0,
      available: 100 * 1024 ** 3,
    })
  })

  it('give typed parameters by name', () => {
    const [record] = result(
      connect.connectGetAllDomainStats,
      captured.connectGetAllDomainStatsReply,
    )
    expect(record?.dom.name).toBe('test')
    expect([...paramValues(record?.params ?? [])]).toEqual([
      ['state.state', 1],
      ['state.reason', 0],
    ])
  })

  it('decode as events', () => {
    const packet = captured.domainEventLifecycle
    const { payload, number } = events.domainEventLifecycle
    expect(packet.readUInt32BE(12)).toBe(number)
    expect(decode(payload, packet, LENGTH_BYTES + PAYLOAD_OFFSET)).toEqual({
      callbackId: 0,
      dom: { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 },
      event: 3,
      detail: 0,
    })
  })
})

type Declared = Procedure<unknown, unknown> | EventMessage<unknown>

const isDeclaration = (value: unknown): value is Declared =>
  typeof value === 'object' && value !== null && 'number' in value && 'program' in value

const declared = [auth, connect, domain, events, network, node, pool, vol].flatMap((room) =>
  Object.entries<unknown>(room).filter((entry): entry is [string, Declared] =>
    isDeclaration(entry[1]),
  ),
)

describe('every declaration', () => {
  it('is called what it is exported as', () => {
    for (const [exportedAs, { name }] of declared) expect(name).toBe(exportedAs)
  })

  it('has a number of its own', () => {
    const numbers = declared.map(([, { number }]) => number)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('is listed in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    for (const [, { name, number }] of declared) expect(readme).toContain(`${name} ${number}`)
  })
})
