import { isIP } from 'node:net'
import type { LibvirtAddress, OnStage, SocketRoute, StageReport } from '../../libvirt/index.ts'
import type { Checklist } from './checklist.ts'
import type { Target } from './port.ts'

const routeNames: Record<SocketRoute, string> = {
  unix: 'unix',
  streamlocal: 'direct channel',
  'virt-ssh-helper': 'virt-ssh-helper',
  nc: 'nc',
}

export const transportName = (route: SocketRoute): string => routeNames[route]

/** Tells the stages of a transport as steps. A failed stage is told later, with its fault in words. */
export function stageChecks(address: LibvirtAddress, target: Target, checks: Checklist): OnStage {
  const isLiteral = address.transport === 'ssh' && isIP(address.host) !== 0
  const told = new Set<string>()
  return (report) => {
    // A second try, with another type of host key, goes the same way again.
    const once = `${report.stage} ${report.status}`
    if (told.has(once)) return
    told.add(once)
    if (report.status === 'start') checks.start(report.stage)
    else if (report.status === 'ok') {
      if (report.stage === 'dns' && isLiteral) {
        checks.skip('dns', 'The address is an IP address.')
      } else checks.ok(report.stage, found(report, target))
    }
  }
}

function found(report: StageReport & { status: 'ok' }, target: Target): string {
  switch (report.stage) {
    case 'dns':
      return report.facts.addresses.join(', ')
    case 'tcp':
      return `${report.facts.address} port ${report.facts.port}`
    case 'host_key': {
      const { algorithm, fingerprint } = report.facts
      const known = target.hostKey?.fingerprint === fingerprint ? 'as pinned' : 'pinned now'
      return `${algorithm} ${fingerprint}, ${known}`
    }
    case 'login':
      return `${report.facts.user}, by ${report.facts.method === 'publickey' ? 'key' : 'password'}`
    case 'socket': {
      const { route, socketPath } = report.facts
      if (route === 'virt-ssh-helper') return routeNames[route]
      return route === 'unix' ? (socketPath ?? 'unix') : `${routeNames[route]} to ${socketPath}`
    }
    default:
      return report satisfies never
  }
}

/** Steps that a host on this machine does not have. */
export function skipRemoteSteps(checks: Checklist): void {
  for (const name of ['dns', 'tcp', 'host_key', 'login'] as const) {
    checks.skip(name, 'The host is this machine.')
  }
}
