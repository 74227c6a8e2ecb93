import { apiQuery } from '../../api/query.ts'

export const machinesQuery = apiQuery('machineList')
