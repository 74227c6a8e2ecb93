/** A search as SQL; what it means is `contract/rules/search-match.ts`. ASCII letters are equal in either case. */
import { type Expression, type ExpressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely'
import {
  dnsDomain,
  type DomainState,
  domainStates,
  type PowerState,
  powerOfDomain,
} from '../../contract/machine.ts'
import {
  type NameField,
  type NumberField,
  statusesWith,
  type Term,
  type TextField,
} from '../../contract/rules/search.ts'
import type { Schema } from './schema.ts'

type Builder = ExpressionBuilder<Schema, 'machine'>
type Test = Expression<SqlBool>

export const searchConditions = (eb: Builder, terms: readonly Term[]): Test[] =>
  terms.map((term) => (term.not ? eb.not(condition(eb, term)) : condition(eb, term)))

/** The states of libvirt's that count as one of these. */
export const domainStatesOf = (powers: readonly PowerState[]): DomainState[] =>
  domainStates.filter((state) => powers.includes(powerOfDomain[state]))

/** Never null, so that its opposite is right too. */
function condition(eb: Builder, term: Term): Test {
  switch (term.kind) {
    case 'word':
      return word(eb, term.text)
    case 'text':
      return eb.or(
        term.values.map((value) =>
          term.whole ? isText[term.field](value) : hasPart(term.field, value),
        ),
      )
    case 'name':
      return eb.or(term.values.map((value) => hasName(eb, term.field, value)))
    case 'status':
      return eb('machine.status', 'in', term.values)
    case 'power':
      return eb('machine.domain_state', 'in', domainStatesOf(term.values))
    case 'locked':
      return eb('machine.locked', '=', term.value ? 1 : 0)
    case 'number': {
      const column = numbers[term.field]
      const value = sql`cast(${term.value} as double precision)`
      return eb.and([
        sql<SqlBool>`${column} > 0`,
        sql<SqlBool>`${column} ${sql.raw(term.compare)} ${value}`,
      ])
    }
  }
}

const texts: Record<TextField, RawBuilder<unknown>> = {
  name: sql`machine.hostname`,
  mac: sql`machine.macs`,
  ip: sql`machine.ip_addresses`,
  arch: sql`machine.architecture`,
}

const isText: Record<TextField, (value: string) => Test> = {
  name: (value) => same(texts.name, value),
  // Parted by blanks.
  mac: (value) => contains(sql`' ' || machine.macs || ' '`, ` ${value} `),
  ip: (value) => contains(texts.ip, JSON.stringify(value)),
  arch: (value) => same(texts.arch, value),
}

const numbers: Record<NumberField, RawBuilder<unknown>> = {
  cores: sql`machine.cpu_count`,
  mem: sql`machine.memory_mib`,
  storage: sql`machine.storage_bytes`,
}

const same = (text: RawBuilder<unknown>, value: string) =>
  sql<SqlBool>`lower(${text}) = lower(${value})`

const contains = (text: RawBuilder<unknown>, value: string) =>
  sql<SqlBool>`lower(${text}) like lower(${`%${value.replaceAll(/[\\%_]/g, '\\$&')}%`}) escape '\\'`

/** What JSON puts between tags or addresses, of which none has any. */
const punctuation = /[[\]",\\]/

const inJson = (json: RawBuilder<unknown>, text: string) =>
  punctuation.test(text) ? sql<SqlBool>`1 = 0` : contains(json, text)

const hasPart = (field: TextField, value: string) =>
  field === 'ip' ? inJson(texts.ip, value) : contains(texts[field], value)

function word(eb: Builder, text: string): Test {
  const named = (table: 'pod' | 'zone' | 'resource_pool') =>
    sql`(select id from ${sql.table(table)} where ${contains(sql`name`, text)})`
  const statuses = statusesWith(text)
  return eb.or([
    contains(sql`machine.hostname || ${`.${dnsDomain.name}`}`, text),
    contains(sql`machine.system_id`, text),
    contains(texts.mac, text),
    inJson(texts.ip, text),
    inJson(sql`machine.tags`, text),
    ...(statuses.length > 0 ? [eb('machine.status', 'in', statuses)] : []),
    sql<SqlBool>`coalesce(machine.owner_id, 0) in (select id from "user" where ${contains(sql`username`, text)})`,
    sql<SqlBool>`machine.pod_id in ${named('pod')}`,
    sql<SqlBool>`machine.zone_id in ${named('zone')}`,
    sql<SqlBool>`machine.pool_id in ${named('resource_pool')}`,
  ])
}

function hasName(eb: Builder, field: NameField, value: string): Test {
  const named = (table: 'pod' | 'zone' | 'resource_pool') =>
    sql`(select id from ${sql.table(table)} where ${same(sql`name`, value)})`
  switch (field) {
    case 'id':
      return same(sql`machine.system_id`, value)
    case 'tag':
      return contains(sql`machine.tags`, JSON.stringify(value))
    case 'owner':
      return ownedBy(eb, value)
    case 'pod':
      return sql<SqlBool>`machine.pod_id in ${named('pod')}`
    case 'zone':
      return sql<SqlBool>`machine.zone_id in ${named('zone')}`
    case 'pool':
      return sql<SqlBool>`machine.pool_id in ${named('resource_pool')}`
  }
}

/** An empty name: nobody's. */
export const ownedBy = (eb: Builder, username: string): Test =>
  username === ''
    ? eb('machine.owner_id', 'is', null)
    : sql<SqlBool>`coalesce(machine.owner_id, 0) in (select id from "user" where ${same(sql`username`, username)})`
