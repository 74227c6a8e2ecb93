import { useState } from 'react'
import { downloadCsv } from '../../table/download-csv.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../stores/announcements.ts'
import { machineColumns, machineOrder } from './columns.tsx'
import { fetchMachines, wordsOf } from './machine-list.ts'
import type { MachineList } from './use-machine-list.ts'

const columns = machineColumns(machineOrder, { withPod: true })

/** Saves every machine that matches, in the order of the table, whether it was on the screen or not. */
export function ExportMachines({ list: { query, total } }: { list: MachineList }) {
  const [fetching, setFetching] = useState(false)
  const save = async () => {
    setFetching(true)
    try {
      downloadCsv('machines', columns, await fetchMachines(query))
    } catch (error) {
      toast(`The machines were not exported. ${wordsOf(error)}`, 'negative')
    }
    setFetching(false)
  }
  return (
    <Button
      icon="download"
      loading={fetching}
      disabledReason={total === 0 ? 'There is nothing to export.' : undefined}
      onClick={() => void save()}
    >
      Export CSV
    </Button>
  )
}
