import { type Pod, podTypeTitles } from '../../../contract/pod.ts'
import type { Capacity } from '../../../contract/rules/overcommit.ts'
import type { Column, SortValue } from '../../table/column.ts'
import { gibFromBytes, gibFromMib, oneDecimal } from '../../util/units.ts'
import { podFigures, type PodFigures } from './pod-figures.ts'

const gib = (bytes: number) => Number(oneDecimal(gibFromBytes(bytes)))
const ram = (mebibytes: number) => Number(oneDecimal(gibFromMib(mebibytes)))
const same = (amount: number) => amount

/** The pods as a spreadsheet wants them: one figure per column, over commit applied, unknown ones empty. */
export const podCsvColumns: Column<Pod>[] = [
  csv('Name', (pod) => pod.name),
  csv('Status', (pod) => pod.podyard.connection.state),
  csv('Last seen', (pod) => pod.podyard.connection.last_seen),
  csv('Type', (pod) => podTypeTitles[pod.type]),
  ...figure('storage', 'Local storage', ' (GiB)', gib),
  ...figure('cores', 'Cores', '', same),
  ...figure('memory', 'RAM', ' (GiB)', ram),
  csv('Composed machines', (pod) => pod.podyard.machine_count),
  csv('Zone', (pod) => pod.zone.name),
  csv('Resource pool', (pod) => pod.pool.name),
  csv('Tags', (pod) => pod.tags.join(' ')),
  csv('Virsh address', (pod) => pod.podyard.power_address),
]

function csv(header: string, value: (pod: Pod) => SortValue): Column<Pod> {
  return { id: header, header, cell: () => null, csv: value }
}

function figure(
  name: keyof PodFigures,
  header: string,
  unit: string,
  convert: (amount: number) => number,
): Column<Pod>[] {
  const part = (key: keyof Capacity) => (pod: Pod) => {
    const known = podFigures(pod)[name]
    return known.known ? convert(known.capacity[key]) : null
  }
  return [csv(`${header} free${unit}`, part('free')), csv(`${header} total${unit}`, part('limit'))]
}
