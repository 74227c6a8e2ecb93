import { apiQuery } from '../../api/query.ts'

/** Zones and resource pools are both groups of pods and machines. */
export const zonesQuery = apiQuery('zoneList')
export const resourcePoolsQuery = apiQuery('resourcePoolList')
export const podsQuery = apiQuery('podList')
export const machinesQuery = apiQuery('machineList')
