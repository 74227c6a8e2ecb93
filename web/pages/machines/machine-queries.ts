import { useSuspenseQuery } from '@tanstack/react-query'
import { type LoaderFunctionArgs, useParams } from 'react-router'
import type { Machine } from '../../../contract/machine.ts'
import { queryClient } from '../../api/client.ts'
import { apiQuery, preload } from '../../api/query.ts'

export const machineQuery = (systemId: string) => apiQuery('machineRead', { system_id: systemId })
export const machinePodQuery = (id: number) => apiQuery('podRead', { id })

/** For the loaders of a machine's pages. */
export const preloadMachine = ({ params }: LoaderFunctionArgs) =>
  preload(machineQuery(String(params['system_id'])))

/** The machine of the address. */
export function useMachine(): Machine {
  const { system_id } = useParams()
  return useSuspenseQuery(machineQuery(String(system_id))).data
}

/** What the server answered to a change is shown at once; the lists hear of it from the stream. */
export const keepMachine = (machine: Machine) =>
  queryClient.setQueryData(machineQuery(machine.system_id).queryKey, machine)
