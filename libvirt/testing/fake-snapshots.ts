import { DomainState } from '../protocol/constants-domain.ts'
import * as snapshots from '../protocol/snapshot.ts'
import type { Domain, Snapshot } from '../protocol/types.ts'
import { answering, FakeRefusal, findDomain, remove, type FakeAnswer } from './fake-answer.ts'
import type { FakeDomain, FakeHost } from './fake-host.ts'
import type { FakeSnapshot } from './fake-objects.ts'
import { domainXml, first } from './fake-xml.ts'

const refOf = (dom: Domain, { name }: FakeSnapshot): Snapshot => ({ name, dom })

function refuse(message: string): never {
  throw new FakeRefusal('VIR_ERR_NO_DOMAIN_SNAPSHOT', `Domain snapshot not found: ${message}`)
}

function named(domain: FakeDomain, name: string): FakeSnapshot {
  return (
    domain.snapshots.find((snapshot) => snapshot.name === name) ??
    refuse(`no domain snapshot with matching name '${name}'`)
  )
}

function find(host: FakeHost, { name, dom }: Snapshot) {
  const domain = findDomain(host, dom.uuid)
  return { domain, snapshot: named(domain, name) }
}

/** Seconds since 1970: always the same, so that runs can be compared. */
const CREATED = 1_700_000_000

const childrenOf = (domain: FakeDomain, { name }: FakeSnapshot) =>
  domain.snapshots.filter(({ parent }) => parent === name)

function create(domain: FakeDomain, xmlDesc: string): FakeSnapshot {
  const name = first(xmlDesc, /<name>([^<]+)<\/name>/) ?? `${domain.snapshots.length + 1}`
  if (domain.snapshots.some((snapshot) => snapshot.name === name)) {
    throw new FakeRefusal('VIR_ERR_OPERATION_INVALID', `domain moment ${name} already exists`)
  }
  const parent = domain.currentSnapshot
  const state = domain.state === DomainState.shutoff ? 'shutoff' : 'running'
  const above = parent === null ? '' : `<parent><name>${parent}</name></parent>`
  const xml = `<domainsnapshot>
  <name>${name}</name>
  <state>${state}</state>
  <creationTime>${CREATED}</creationTime>
  ${above}
  ${domainXml(domain)}
</domainsnapshot>
`
  const snapshot = { name, parent, xml }
  domain.snapshots.push(snapshot)
  domain.currentSnapshot = name
  return snapshot
}

/** Its children become those of its parent. */
function forget(domain: FakeDomain, snapshot: FakeSnapshot): void {
  for (const child of childrenOf(domain, snapshot)) child.parent = snapshot.parent
  remove(domain.snapshots, snapshot)
  if (domain.currentSnapshot === snapshot.name) domain.currentSnapshot = snapshot.parent
}

export const snapshotAnswers: readonly FakeAnswer[] = [
  answering(snapshots.domainSnapshotCreateXml, ({ dom, xmlDesc }, { host }) =>
    refOf(dom, create(findDomain(host, dom.uuid), xmlDesc)),
  ),
  answering(
    snapshots.domainSnapshotGetXmlDesc,
    ({ snap }, { host }) => find(host, snap).snapshot.xml,
  ),
  answering(snapshots.domainListAllSnapshots, ({ dom, needResults }, { host }) => {
    const { snapshots: all } = findDomain(host, dom.uuid)
    return needResults ? all.map((snapshot) => refOf(dom, snapshot)) : []
  }),
  answering(snapshots.domainSnapshotListAllChildren, ({ snapshot }, { host }) => {
    const found = find(host, snapshot)
    return childrenOf(found.domain, found.snapshot).map((child) => refOf(snapshot.dom, child))
  }),
  answering(snapshots.domainSnapshotNumChildren, ({ snap }, { host }) => {
    const { domain, snapshot } = find(host, snap)
    return childrenOf(domain, snapshot).length
  }),
  answering(snapshots.domainSnapshotLookupByName, ({ dom, name }, { host }) =>
    refOf(dom, named(findDomain(host, dom.uuid), name)),
  ),
  answering(
    snapshots.domainHasCurrentSnapshot,
    ({ dom }, { host }) => findDomain(host, dom.uuid).currentSnapshot !== null,
  ),
  answering(snapshots.domainSnapshotCurrent, ({ dom }, { host }) => {
    const domain = findDomain(host, dom.uuid)
    const current = domain.currentSnapshot ?? refuse('the domain does not have a current snapshot')
    return refOf(dom, named(domain, current))
  }),
  answering(snapshots.domainSnapshotGetParent, ({ snap }, { host }) => {
    const { domain, snapshot } = find(host, snap)
    const parent = snapshot.parent ?? refuse(`snapshot '${snap.name}' does not have a parent`)
    return refOf(snap.dom, named(domain, parent))
  }),
  answering(snapshots.domainSnapshotIsCurrent, ({ snap }, { host }) => {
    const { domain, snapshot } = find(host, snap)
    return domain.currentSnapshot === snapshot.name
  }),
  answering(snapshots.domainSnapshotHasMetadata, ({ snap }, { host }) => {
    find(host, snap)
    return true
  }),
  answering(snapshots.domainRevertToSnapshot, ({ snap }, { host }) => {
    const { domain, snapshot } = find(host, snap)
    domain.currentSnapshot = snapshot.name
  }),
  answering(snapshots.domainSnapshotDelete, ({ snap }, { host }) => {
    const { domain, snapshot } = find(host, snap)
    forget(domain, snapshot)
  }),
]
