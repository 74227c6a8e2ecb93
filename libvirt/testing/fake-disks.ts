import { DomainAffect } from '../protocol/constants-domain.ts'
import {
  DomainBlockJobAbortFlag,
  DomainBlockJobStatus,
  DomainBlockJobType,
} from '../protocol/constants-domain-block.ts'
import * as block from '../protocol/domain-block.ts'
import * as jobs from '../protocol/domain-block-job.ts'
import * as devices from '../protocol/domain-device.ts'
import {
  domainEventBlockJob2,
  domainEventDeviceAdded,
  domainEventDeviceRemoved,
} from '../protocol/domain-events.ts'
import type { Domain } from '../protocol/types.ts'
import {
  answering,
  FakeRefusal,
  findDomain,
  remove,
  requireActive,
  type FakeAnswer,
  type FakeContext,
} from './fake-answer.ts'
import type { FakeDisk, FakeDomain } from './fake-host.ts'
import { fakeBlockJob, type FakeBlockJob } from './fake-objects.ts'
import { diskIn, domainXml, nicIn, withoutDevice } from './fake-xml.ts'

function findDisk(domain: FakeDomain, path: string): FakeDisk {
  const found = domain.disks.find(({ target, source }) => target === path || source === path)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_INVALID_ARG', `invalid path ${path} not assigned to domain`)
}

function tell({ emit }: FakeContext, dom: Domain, job: FakeBlockJob, status: number): void {
  emit(domainEventBlockJob2, { dom, dst: job.disk, type: job.type, status })
}

/** The fake works at once: a pull is done when it begins, a mirror is ready. */
function begin(dom: Domain, path: string, context: FakeContext, given: Partial<FakeBlockJob>) {
  const domain = requireActive(findDomain(context.host, dom.uuid))
  const { target: disk, capacityBytes } = findDisk(domain, path)
  if (domain.blockJobs.some((job) => job.disk === disk)) {
    throw new FakeRefusal('VIR_ERR_BLOCK_COPY_ACTIVE', `disk '${disk}' already in active block job`)
  }
  const job = fakeBlockJob({ disk, cur: capacityBytes, end: capacityBytes, ...given })
  if (job.type === DomainBlockJobType.pull) {
    tell(context, dom, job, DomainBlockJobStatus.completed)
    return
  }
  domain.blockJobs.push(job)
  tell(context, dom, job, DomainBlockJobStatus.ready)
}

function end(dom: Domain, path: string, flags: number, context: FakeContext): void {
  const domain = findDomain(context.host, dom.uuid)
  const disk = findDisk(domain, path)
  const job = domain.blockJobs.find((one) => one.disk === disk.target)
  if (!job) throw new FakeRefusal('VIR_ERR_INVALID_ARG', `disk ${path} does not have an active job`)
  remove(domain.blockJobs, job)
  const isPivot = (flags & DomainBlockJobAbortFlag.pivot) > 0
  if (isPivot && job.destination !== undefined) disk.source = job.destination
  const { completed, canceled } = DomainBlockJobStatus
  tell(context, dom, job, isPivot ? completed : canceled)
}

/** A change to the running domain is an event; the alias is made of the kind and the place. */
function attach(dom: Domain, xml: string, flags: number, context: FakeContext): void {
  const domain = findDomain(context.host, dom.uuid)
  const document = domainXml(domain)
  const [disk, nic] = [diskIn(xml), nicIn(xml)]
  if (disk && domain.disks.some(({ target }) => target === disk.target)) {
    const message = `XML error: target '${disk.target}' duplicated`
    throw new FakeRefusal('VIR_ERR_XML_ERROR', message)
  }
  domain.xml = document.replace('</devices>', () => `${xml}\n  </devices>`)
  if (disk) domain.disks.push(disk)
  if (nic) domain.nics.push(nic)
  if ((flags & DomainAffect.live) === 0) return
  const devAlias = disk ? `disk-${disk.target}` : `net${domain.nics.length - 1}`
  context.emit(domainEventDeviceAdded, { dom, devAlias })
}

function detach(dom: Domain, xml: string, flags: number, context: FakeContext): void {
  const domain = findDomain(context.host, dom.uuid)
  const [disk, nic] = [diskIn(xml), nicIn(xml)]
  const known = domain.disks.find(({ target }) => target === disk?.target)
  const knownNic = domain.nics.find(({ mac }) => mac === nic?.mac)
  const mark = known?.target ?? knownNic?.mac
  if (mark === undefined) throw new FakeRefusal('VIR_ERR_DEVICE_MISSING', 'no such device')
  const devAlias = known ? `disk-${mark}` : `net${domain.nics.findIndex(({ mac }) => mac === mark)}`
  domain.xml = withoutDevice(domainXml(domain), mark)
  domain.disks = domain.disks.filter((one) => one !== known)
  domain.nics = domain.nics.filter((one) => one !== knownNic)
  if (flags & DomainAffect.live) context.emit(domainEventDeviceRemoved, { dom, devAlias })
}

const { copy, activeCommit, pull } = DomainBlockJobType

export const diskAnswers: readonly FakeAnswer[] = [
  answering(block.domainGetBlockInfo, ({ dom, path }, { host }) => {
    const { allocationBytes, capacityBytes } = findDisk(findDomain(host, dom.uuid), path)
    return { allocation: allocationBytes, capacity: capacityBytes, physical: allocationBytes }
  }),
  answering(block.domainBlockResize, ({ dom, disk, size }, { host }) => {
    findDisk(requireActive(findDomain(host, dom.uuid)), disk).capacityBytes = size * 1024
  }),
  answering(jobs.domainGetBlockJobInfo, ({ dom, path }, { host }) => {
    const domain = findDomain(host, dom.uuid)
    const { target } = findDisk(domain, path)
    const job = domain.blockJobs.find(({ disk }) => disk === target)
    if (!job) return { found: false, type: 0, bandwidth: 0, cur: 0, end: 0 }
    const { type, bandwidth, cur } = job
    return { found: true, type, bandwidth, cur, end: job.end }
  }),
  answering(jobs.domainBlockCopy, ({ dom, path, destxml }, context) => {
    const { source = '' } = diskIn(destxml) ?? {}
    begin(dom, path, context, { type: copy, destination: source })
  }),
  answering(jobs.domainBlockCommit, ({ dom, disk, bandwidth }, context) =>
    begin(dom, disk, context, { type: activeCommit, bandwidth }),
  ),
  answering(jobs.domainBlockPull, ({ dom, path, bandwidth }, context) =>
    begin(dom, path, context, { type: pull, bandwidth }),
  ),
  answering(jobs.domainBlockJobAbort, ({ dom, path, flags }, context) =>
    end(dom, path, flags, context),
  ),
  answering(devices.domainAttachDeviceFlags, ({ dom, xml, flags }, context) =>
    attach(dom, xml, flags, context),
  ),
  answering(devices.domainDetachDeviceFlags, ({ dom, xml, flags }, context) =>
    detach(dom, xml, flags, context),
  ),
]
