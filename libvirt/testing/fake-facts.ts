import { DomainControlState, DomainMetadata, DomainState } from '../protocol/constants-domain.ts'
import {
  DomainDefinedDetail,
  DomainLifecycle,
  DomainUndefinedDetail,
} from '../protocol/constants-events.ts'
import * as domains from '../protocol/domain.ts'
import { domainEventLifecycle, domainEventMetadataChange } from '../protocol/domain-events.ts'
import * as guest from '../protocol/domain-guest.ts'
import * as save from '../protocol/domain-save.ts'
import {
  answering,
  FakeRefusal,
  findDomain,
  requireActive,
  type FakeAnswer,
} from './fake-answer.ts'

/** Under which FakeDomain's `metadata` holds a title, a description or an element. */
export const metadataKey = (type: number, uri: string | null) => `${type}:${uri ?? ''}`

const NANOSECONDS_PER_VCPU = 1_000_000_000

/** What nobody in the fake's guests answers. */
const agentProcedures = [
  guest.domainGetHostname,
  guest.domainGetTime,
  guest.domainGetGuestInfo,
  guest.domainGetFsinfo,
  guest.domainFsfreeze,
  guest.domainFsthaw,
  guest.domainSetUserPassword,
  guest.domainAuthorizedSshKeysGet,
]

/** What is known of a domain, beside its state. */
export const factAnswers: readonly FakeAnswer[] = [
  answering(domains.domainGetInfo, ({ dom }, { host }) => {
    const { state, memoryKiB, vcpus } = findDomain(host, dom.uuid)
    const cpuTime = state === DomainState.shutoff ? 0 : vcpus * NANOSECONDS_PER_VCPU
    return { state, maxMem: memoryKiB, memory: memoryKiB, nrVirtCpu: vcpus, cpuTime }
  }),
  answering(domains.domainIsActive, ({ dom }, { host }) => findDomain(host, dom.uuid).id >= 0),
  answering(
    domains.domainIsPersistent,
    ({ dom }, { host }) => findDomain(host, dom.uuid).persistent,
  ),
  answering(domains.domainIsUpdated, ({ dom }, { host }) => {
    findDomain(host, dom.uuid)
    return false
  }),
  answering(domains.domainGetOsType, ({ dom }, { host }) => {
    findDomain(host, dom.uuid)
    return 'hvm'
  }),
  answering(domains.domainGetMessages, ({ dom }, { host }) => {
    findDomain(host, dom.uuid)
    return []
  }),
  answering(domains.domainGetSecurityLabel, ({ dom }, { host }) => {
    findDomain(host, dom.uuid)
    return { label: '', enforcing: false }
  }),
  answering(domains.domainGetSecurityLabelList, ({ dom }, { host }) => {
    findDomain(host, dom.uuid)
    return []
  }),
  answering(domains.domainGetControlInfo, ({ dom }, { host }) => {
    requireActive(findDomain(host, dom.uuid))
    return { state: DomainControlState.ok, details: 0, stateTime: 0 }
  }),
  answering(save.domainHasManagedSaveImage, ({ dom }, { host }) => {
    findDomain(host, dom.uuid)
    return false
  }),
  answering(domains.domainRename, ({ dom, newName }, { host, emit }) => {
    const domain = findDomain(host, dom.uuid)
    if (newName === null || host.domains.some(({ name }) => name === newName)) {
      throw new FakeRefusal('VIR_ERR_OPERATION_INVALID', `domain '${newName}' already exists`)
    }
    const { name: old, uuid, id } = domain
    const { undefined: event, defined } = DomainLifecycle
    const gone = DomainUndefinedDetail.renamed
    emit(domainEventLifecycle, { dom: { name: old, uuid, id }, event, detail: gone })
    domain.name = newName
    domain.xml = domain.xml?.replace(`<name>${old}</name>`, () => `<name>${newName}</name>`)
    const detail = DomainDefinedDetail.renamed
    emit(domainEventLifecycle, { dom: { name: newName, uuid, id }, event: defined, detail })
    return 0
  }),
  answering(domains.domainSetMetadata, ({ dom, type, metadata, uri }, { host, emit }) => {
    const domain = findDomain(host, dom.uuid)
    const key = metadataKey(type, uri)
    if (metadata === null) delete domain.metadata[key]
    else domain.metadata[key] = metadata
    const nsuri = type === DomainMetadata.element ? uri : null
    emit(domainEventMetadataChange, { dom, type, nsuri })
  }),
  answering(domains.domainGetMetadata, ({ dom, type, uri }, { host }) => {
    const found = findDomain(host, dom.uuid).metadata[metadataKey(type, uri)]
    if (found !== undefined) return found
    throw new FakeRefusal('VIR_ERR_NO_DOMAIN_METADATA', 'metadata not found')
  }),
  ...agentProcedures.map((procedure): FakeAnswer => ({
    procedure,
    answer: () => {
      const message = 'Guest agent is not responding: QEMU guest agent is not connected'
      throw new FakeRefusal('VIR_ERR_AGENT_UNRESPONSIVE', message)
    },
  })),
]
