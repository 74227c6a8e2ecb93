import { SecretUsageType } from '../protocol/constants.ts'
import { SecretLifecycle } from '../protocol/constants-events.ts'
import { secretEventLifecycle, secretEventValueChanged } from '../protocol/object-events.ts'
import * as secrets from '../protocol/secret.ts'
import type { Secret } from '../protocol/types.ts'
import { answering, FakeRefusal, remove, upsert, type FakeAnswer } from './fake-answer.ts'
import type { FakeHost } from './fake-host.ts'
import { fakeSecret, type FakeSecret } from './fake-objects.ts'
import { first } from './fake-xml.ts'

const refOf = ({ uuid, usageType, usageId }: FakeSecret): Secret => ({ uuid, usageType, usageId })

function find(host: FakeHost, matches: (secret: FakeSecret) => boolean): FakeSecret {
  const found = host.secrets.find(matches)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_SECRET', 'Secret not found: no such secret')
}

const byUuid = (host: FakeHost, wanted: string) => find(host, ({ uuid }) => uuid === wanted)

function parse(xml: string): FakeSecret {
  const usage = first(xml, /<usage type=["'](\w+)/) ?? 'none'
  const usageId = first(xml, /<(?:volume|name|target)>([^<]+)</) ?? ''
  const uuid = first(xml, /<uuid>([^<]+)<\/uuid>/)
  return fakeSecret({
    usageId,
    usageType: SecretUsageType[usage as keyof typeof SecretUsageType] ?? SecretUsageType.none,
    isPrivate: /private=["']yes/.test(xml),
    xml,
    ...(uuid && { uuid }),
  })
}

export const secretAnswers: readonly FakeAnswer[] = [
  answering(secrets.connectListAllSecrets, ({ needResults }, { host }) =>
    needResults ? host.secrets.map(refOf) : [],
  ),
  answering(secrets.secretLookupByUuid, ({ uuid }, { host }) => refOf(byUuid(host, uuid))),
  answering(secrets.secretLookupByUsage, ({ usageType, usageId }, { host }) =>
    refOf(find(host, (one) => one.usageType === usageType && one.usageId === usageId)),
  ),
  answering(secrets.secretDefineXml, ({ xml }, { host, emit }) => {
    const secret = parse(xml)
    upsert(host.secrets, secret)
    const event = SecretLifecycle.defined
    emit(secretEventLifecycle, { secret: refOf(secret), event, detail: 0 })
    return refOf(secret)
  }),
  answering(secrets.secretGetXmlDesc, ({ secret }, { host }) => byUuid(host, secret.uuid).xml),
  answering(secrets.secretSetValue, ({ secret, value }, { host, emit }) => {
    byUuid(host, secret.uuid).value = value
    emit(secretEventValueChanged, { secret })
  }),
  answering(secrets.secretGetValue, ({ secret }, { host }) => {
    const { isPrivate, value } = byUuid(host, secret.uuid)
    if (isPrivate) throw new FakeRefusal('VIR_ERR_INVALID_SECRET', 'secret is private')
    if (value) return value
    throw new FakeRefusal('VIR_ERR_NO_SECRET', 'Secret not found: it does not have a value')
  }),
  answering(secrets.secretUndefine, ({ secret }, { host, emit }) => {
    remove(host.secrets, byUuid(host, secret.uuid))
    emit(secretEventLifecycle, { secret, event: SecretLifecycle.undefined, detail: 0 })
  }),
]
