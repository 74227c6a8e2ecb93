import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decode } from '../xdr/codec.ts'
import { encodePacket, PacketStatus, PacketType, PAYLOAD_OFFSET } from '../rpc/packet.ts'
import type { Procedure } from '../rpc/procedure.ts'
import { captured } from '../testing/captured.ts'
import { coveredText, readDeclarations } from '../testing/covered.ts'
import { authList } from './auth.ts'
import * as connect from './connect.ts'
import * as domain from './domain.ts'
import { domainEventLifecycle } from './domain-events.ts'
import * as node from './node.ts'
import * as pool from './storage-pool.ts'
import { paramValues } from './typed-param.ts'

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
    const { payload, number } = domainEventLifecycle
    expect(packet.readUInt32BE(12)).toBe(number)
    expect(decode(payload, packet, LENGTH_BYTES + PAYLOAD_OFFSET)).toEqual({
      callbackId: 0,
      dom: { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 },
      event: 3,
      detail: 0,
    })
  })
})

describe('every declaration', async () => {
  const rooms = await readDeclarations()
  const declared = rooms.flatMap(({ entries }) => entries)

  it('is called what it is exported as', () => {
    for (const [exportedAs, { name }] of declared) expect(name).toBe(exportedAs)
  })

  it('has a number of its own', () => {
    const keys = declared.map(([, { program, number }]) => `${program}:${number}`)
    expect(keys.length).toBeGreaterThan(300)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('is exported by the client', async () => {
    const client: Record<string, unknown> = await import('../index.ts')
    expect(declared.filter(([name, declaration]) => client[name] !== declaration)).toEqual([])
  })

  it('is listed in the README, as this says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const [, covered = ''] = /## Covered\n[^]*?\n(\| about[^]*?)\n\n/.exec(readme) ?? []
    expect(covered).toBe(coveredText(rooms))
  })
})
