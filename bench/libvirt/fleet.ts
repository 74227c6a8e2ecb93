/** Many hosts at once, over a network with a round trip of 20 ms. All are the one that we have. */
import type { HostConnection } from '../../bff/hypervisor/port.ts'
import { spreadOf, timed } from '../measure.ts'
import { expectMachines } from './ours.ts'
import { far, type Part } from './parties.ts'
import { digits, printTable, spreadText } from './report.ts'

const hosts = 50
const coldRuns = 3
/** Threads of its pool; the rest is an estimate. */
const hostsOfCLibrary = 16

export const measureFleet: Part = async ({ benchHost, ours, cLibrary, runs }, machines) => {
  const cold: number[] = []
  const refresh: number[] = []
  for (let run = 0; run < coldRuns; run += 1) {
    const connected: HostConnection[] = []
    try {
      cold.push(
        await timed(() =>
          Promise.all(
            Array.from({ length: hosts }, async () => {
              const adapter = await ours.connect(far)
              connected.push(adapter)
              const found = await adapter.discover()
              expectMachines('ours', found.machines.length, machines)
            }),
          ),
        ),
      )
      if (run < coldRuns - 1) continue
      for (let again = 0; again < runs; again += 1) {
        refresh.push(
          await timed(() => Promise.all(connected.map((one) => ours.refresh(one, machines)))),
        )
      }
    } finally {
      await Promise.all(connected.map((one) => one.close()))
    }
  }
  const [coldMs, refreshMs] = [spreadOf(cold), spreadOf(refresh)]
  const rows = [
    ['cold', 'ours', spreadText(coldMs), String(coldMs.runs), ''],
    ['refresh', 'ours', spreadText(refreshMs), String(refreshMs.runs), ''],
  ]
  if (cLibrary) {
    const argument = `${benchHost.uri[far]} ${hostsOfCLibrary}`
    const ms = await cLibrary.ask('fleet', argument, hostsOfCLibrary * machines)
    const all = (ms * hosts) / hostsOfCLibrary
    const who = `C library in bulk, 8 threads, of ${hostsOfCLibrary} hosts`
    rows.push(['cold', who, digits(all), '1', digits(coldMs.median / all)])
  }
  const title = `${hosts} hosts of ${machines} machines at once over ${far}`
  printTable(title, ['what', 'who', 'median ms (min-max)', 'runs', 'ours/it'], rows)
  return [
    { budget: 'fleetCold', value: coldMs.median },
    { budget: 'fleetRefresh', value: refreshMs.median },
  ]
}
