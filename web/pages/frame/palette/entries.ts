import type { MachineSummary } from '../../../../contract/machine-page.ts'
import type { Pod } from '../../../../contract/pod.ts'
import { whyNotCompose } from '../../../../contract/rules/pod-can.ts'
import type { IconName } from '../../../ui/Icon.tsx'
import { sections } from '../sections.ts'

export type Entry = {
  id: string
  label: string
  /** Told apart by it: where a machine runs, what an action needs. */
  detail: string
  icon: IconName
  /** Found by these too. */
  words: string
  run: () => void
}

type Go = (path: string) => void

export const pageEntries = (go: Go): Entry[] =>
  [
    ...sections,
    { to: '/settings/ssh-key', label: 'SSH key' },
    { to: '/settings/api-keys', label: 'API keys' },
    { to: '/settings/account', label: 'Account' },
    { to: '/docs', label: 'API documentation' },
  ].map(({ to, label }) => ({
    id: to,
    label,
    detail: 'Page',
    icon: 'arrow' as const,
    words: to,
    run: () => go(to),
  }))

export const podEntries = (pods: readonly Pod[], go: Go): Entry[] =>
  pods.map((pod) => ({
    id: `pod-${pod.id}`,
    label: pod.name,
    detail: 'Pod',
    icon: 'system',
    words: [pod.podyard.power_address, pod.podyard.hostname, ...pod.tags].join(' '),
    run: () => go(`/pods/${pod.id}`),
  }))

export const machineEntries = (machines: readonly MachineSummary[], go: Go): Entry[] =>
  machines.map((machine) => ({
    id: `machine-${machine.system_id}`,
    label: machine.fqdn,
    detail: `Machine on ${machine.pod.name}`,
    icon: 'power',
    words: [machine.system_id, ...machine.ip_addresses, ...machine.mac_addresses].join(' '),
    run: () => go(`/machines/${machine.system_id}`),
  }))

/** Where a machine can be composed now. */
export const composeEntries = (pods: readonly Pod[], go: Go): Entry[] =>
  pods
    .filter((pod) => whyNotCompose(pod) === null)
    .map((pod) => ({
      id: `compose-${pod.id}`,
      label: `Compose machine on ${pod.name}`,
      detail: 'Action',
      icon: 'plus',
      words: 'new virtual vm create',
      run: () => go(`/pods/${pod.id}/compose`),
    }))

const shownAtMost = 50

/** Those that have every word, names that begin with the search first. */
export function findEntries(entries: readonly Entry[], search: string): Entry[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return entries.slice(0, shownAtMost)
  const words = wanted.split(/\s+/)
  const rank = ({ label }: Entry) => {
    const name = label.toLowerCase()
    if (name.startsWith(wanted)) return 0
    return name.includes(wanted) ? 1 : 2
  }
  return entries
    .filter((entry) => {
      const text = `${entry.label} ${entry.detail} ${entry.words}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .map((entry) => ({ entry, rank: rank(entry) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, shownAtMost)
    .map(({ entry }) => entry)
}
