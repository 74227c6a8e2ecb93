import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Machine } from '../../../contract/machine.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { RouteTabs } from '../frame/RouteTabs.tsx'
import { MachineActions } from './actions/MachineActions.tsx'
import { machineQuery, preloadMachine } from './machine-queries.ts'
import { machineTabs } from './machine-tabs.ts'
import { MachineName } from './MachineName.tsx'
import { MachineState } from './MachineState.tsx'

export const loader = preloadMachine

/** `/machines/abc123`: one machine, and its tabs. */
export function Component() {
  const { system_id } = useParams()
  const { data: machine, error } = useSuspenseQuery(machineQuery(String(system_id)))
  // It was there when one came.
  if (error?.problem.code === 'not_found') return <Gone machine={machine} />
  // Going from machine to machine starts anew: what was being typed belongs to the other one.
  return <MachinePage key={system_id} machine={machine} />
}

function MachinePage({ machine }: { machine: Machine }) {
  usePageTitle(machine.hostname)
  const [renaming, setRenaming] = useState(false)
  const { hostname, system_id } = machine
  return (
    <>
      <PageHeader
        title={renaming ? <span className="visually-hidden">{hostname}</span> : hostname}
        facts={
          <>
            <MachineName machine={machine} editing={renaming} onEditing={setRenaming} />
            {renaming ? null : <MachineState machine={machine} />}
          </>
        }
        actions={<MachineActions machine={machine} />}
      />
      <RouteTabs
        label={hostname}
        tabs={machineTabs.map(({ path, label }) => ({
          to: [`/machines/${system_id}`, path].filter(Boolean).join('/'),
          label,
        }))}
      />
    </>
  )
}

function Gone({ machine }: { machine: Machine }) {
  usePageTitle('Machine deleted')
  return (
    <>
      <h1 className="visually-hidden" tabIndex={-1}>
        Machine deleted
      </h1>
      <EmptyState
        title={`${machine.hostname} is not here any more.`}
        action={
          <Link className={buttonClass('neutral')} to="/machines">
            Go to machines
          </Link>
        }
      >
        It was deleted meanwhile, or its pod was.
      </EmptyState>
    </>
  )
}
